/** The pickers of a time range: a chunk of its own, since they bring a calendar. */
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import type { TimeRangeValue } from './time-value';

export default function TimeRangePickers({ from, until, onChange }: TimeRangeValue & { onChange: (range: TimeRangeValue) => void }) {
  const common = { size: 'xs', clearable: true, valueFormat: 'D MMM YYYY HH:mm', w: 152, highlightToday: true } as const;
  return (
    <>
      <DateTimePicker
        {...common}
        label="From"
        placeholder="Any time"
        presets={[
          { value: hoursAgo(1), label: 'An hour ago' },
          { value: hoursAgo(24), label: '24 hours ago' },
          { value: hoursAgo(168), label: '7 days ago' },
        ]}
        value={localOf(from)}
        onChange={(value) => onChange({ from: isoOf(value), until })}
      />
      <DateTimePicker {...common} label="Until" placeholder="Now" value={localOf(until)} onChange={(value) => onChange({ from, until: isoOf(value) })} />
    </>
  );
}

function hoursAgo(hours: number): string {
  return localText(new Date(Date.now() - hours * 3_600_000));
}

function localOf(iso: string | undefined): string | null {
  return iso ? localText(new Date(iso)) : null;
}

function isoOf(local: string | null): string | undefined {
  return local ? new Date(local.replace(' ', 'T')).toISOString() : undefined;
}

/** As the picker takes it: `YYYY-MM-DD HH:mm:ss` in local time. */
function localText(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
