import { Stack, Text } from '@mantine/core';
import { RowsLoading, Failed } from '../../../ui/states';
import type { RunRowFragment } from '../../../generated/graphql';
import { RunLine } from './run-line';
import { isUnderWay } from './run-state';

/** The newest bulk retriggers, those that are under way on top. */
export function RecentRuns({ runs, error, again }: { runs: readonly RunRowFragment[] | undefined; error: unknown; again: () => void }) {
  if (error) return <Failed error={error} again={again} />;
  if (!runs) return <RowsLoading rows={3} />;
  if (runs.length === 0) {
    return (
      <Text size="sm" className="quiet">
        None yet. Select errors and choose Retrigger to begin one.
      </Text>
    );
  }
  const sorted = [...runs].sort((a, b) => Number(isUnderWay(b)) - Number(isUnderWay(a)));
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {sorted.map((run) => (
        <RunLine key={run.id} run={run} />
      ))}
    </Stack>
  );
}
