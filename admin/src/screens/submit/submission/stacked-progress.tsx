import { Group, Progress as Bar, Text } from '@mantine/core';
import type { DocumentStatus } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { whole } from '../../../ui/figures';
import { StatusBadge, statusLabel } from '../../../ui/status-badge';
import type { Progress } from './queries';

const PARTS: readonly (readonly [keyof Progress['counts'], DocumentStatus, string])[] = [
  ['completed', 'COMPLETED', 'teal.7'],
  ['generating', 'GENERATING', 'ink.5'],
  ['processing', 'PROCESSING', 'ink.3'],
  ['retryScheduled', 'RETRY_SCHEDULED', 'yellow.5'],
  ['failed', 'FAILED', 'red.7'],
  ['cancelled', 'CANCELLED', 'gray.6'],
  ['accepted', 'ACCEPTED', 'gray.4'],
];

/** All requests of a submission by status, in colours and in numbers. */
export function StackedProgress({ progress: { id, total, counts } }: { progress: Progress }) {
  const percent = (count: number) => (total === 0 ? 0 : (100 * count) / total);
  const told = PARTS.filter(([key]) => counts[key] > 0).map(([key, status]) => `${whole(counts[key])} ${statusLabel(status).toLowerCase()}`);
  return (
    <>
      <Bar.Root size={26} radius="sm" role="img" aria-label={`Of ${whole(total)}: ${told.join(', ')}`}>
        {PARTS.map(([key, status, color]) => (counts[key] > 0 ? <Bar.Section key={key} value={percent(counts[key])} color={color} withAria={false} title={`${statusLabel(status)}: ${whole(counts[key])}`} /> : null))}
      </Bar.Root>
      <Group gap="lg" mt="sm">
        {PARTS.map(([key, status]) => (
          <Group key={key} gap={6}>
            <StatusBadge status={status} />
            {counts[key] > 0 ? (
              <AnchorLink to="/requests" search={{ submission: id, statuses: [status] }} className="figures" size="sm" aria-label={`${whole(counts[key])} ${statusLabel(status)}: show them`}>
                {whole(counts[key])}
              </AnchorLink>
            ) : (
              <Text size="sm" className="quiet figures">
                0
              </Text>
            )}
          </Group>
        ))}
      </Group>
    </>
  );
}
