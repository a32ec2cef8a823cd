import { duration } from '../../../ui/moment';

const RATE = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3, notation: 'compact' });

export function perSecond(value: number): string {
  return `${RATE.format(value)}/s`;
}

/** `ms` in words. */
export function took(ms: number): string {
  return ms === 0 ? '0' : duration(ms);
}
