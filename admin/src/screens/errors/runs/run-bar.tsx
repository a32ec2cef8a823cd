import { Progress } from '@mantine/core';
import type { RunRowFragment } from '../../../generated/graphql';
import { whole } from '../../../ui/figures';

/** What became of a run's errors, as shares of what was selected. The figures beside it say the same in words. */
export function RunBar({ run, size }: { run: RunRowFragment; size: 'sm' | 'xl' }) {
  const { selected, released, recovered, failedAgain, skipped } = run;
  const share = (count: number) => (selected === 0 ? 0 : (count / selected) * 100);
  const underWay = Math.max(0, released - recovered - failedAgain);
  const sections = [
    { label: 'recovered', count: recovered, color: 'teal' },
    { label: 'failed again', count: failedAgain, color: 'red' },
    { label: 'skipped', count: skipped, color: 'gray' },
    { label: 'released, under way', count: underWay, color: 'ink' },
  ];
  return (
    <Progress.Root size={size} role="img" aria-label={`Of ${whole(selected)}: ${sections.map(({ label, count }) => `${whole(count)} ${label}`).join(', ')}`}>
      {sections.map(({ label, count, color }) => (
        <Progress.Section key={label} value={share(count)} color={color} withAria={false} animated={label.endsWith('under way')} />
      ))}
    </Progress.Root>
  );
}
