/** The header Retry-After: seconds or an HTTP date. */

/** In ms from `now`, never negative; undefined where the header is missing or neither. */
export function retryAfterMs(header: string | null, now: number = Date.now()): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
  // Without this, Date.parse takes much that is no HTTP date, "-5" among it.
  const date = /^[A-Za-z]{3,9}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
