/** The header Retry-After of any outside API: seconds or an HTTP date. */

/** Nobody is asked to wait longer, in ms: whoever looks again then is told anew. */
const LONGEST_MS = 300_000;

/** In ms from `now`, between 0 and 5 minutes; undefined where the header is missing or neither. */
export function retryAfterMs(header: string | null, now: number = Date.now()): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(LONGEST_MS, Math.round(Number(value) * 1000));
  // Without this, Date.parse takes much that is no HTTP date, "-5" among it.
  const date = /^[A-Za-z]{3,9}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(LONGEST_MS, Math.max(0, date - now));
}
