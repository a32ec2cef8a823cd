/** Times and durations as people read them. */
import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const LOCAL_TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

function relative(at: Date, now: number): string {
  const seconds = Math.round((at.getTime() - now) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
  return RELATIVE.format(Math.trunc(seconds / size), unit);
}

/** The local time (`form` full), the time of day with milliseconds (clock), or how long ago (ago); with UTC on hover and focus. */
export function Moment({ at, form = 'full' }: { at: string; form?: 'full' | 'clock' | 'ago' }) {
  const date = new Date(at);
  // Only draws anew: what came since the last tick would else lie in the future.
  const [, tick] = useState(0);
  useEffect(() => {
    if (form !== 'ago') return;
    const timer = setInterval(() => tick((ticks) => ticks + 1), 5_000);
    return () => clearInterval(timer);
  }, [form]);
  const shown = form === 'ago' ? relative(date, Date.now()) : (form === 'clock' ? LOCAL_TIME : LOCAL).format(date);
  const tip = form === 'full' ? `${date.toISOString()} (UTC)` : `${LOCAL.format(date)} · ${date.toISOString()} (UTC)`;
  return (
    <Tooltip label={tip} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={date.toISOString()} className="figures" style={{ whiteSpace: 'nowrap' }}>
        {shown}
      </time>
    </Tooltip>
  );
}

/** `850 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `4 d 2 h`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}
