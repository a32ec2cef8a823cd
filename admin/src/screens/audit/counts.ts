import { whole } from '../../ui/figures';

/** The figures of an entry: `120 selected, 10 canary`. */
export function countsOf(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .flatMap(([name, value]) => (typeof value === 'number' ? [name === 'version' ? `version ${value}` : `${whole(value)} ${name}`] : []))
    .join(', ');
}
