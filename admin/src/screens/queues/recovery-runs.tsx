import { useSubscription } from '@apollo/client/react';
import { SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { whole } from '../../ui/figures';
import { duration, Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { Failed, RowsLoading } from '../../ui/states';
import { RECOVERY_RUNS } from './documents';

/** The recovery job's last run and its next. */
export function RecoveryRuns() {
  const { data, error, restart } = useSubscription(RECOVERY_RUNS);
  if (error) return <Failed error={error} again={() => restart()} />;
  if (!data) return <RowsLoading rows={2} />;
  const { nextRecoveryRunAt, lastRecoveryRun: last } = data.systemStatusChanged;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Last run', last ? <Moment key="last" at={last.startedAt} form="ago" /> : 'None yet'],
    ['Took', last?.finishedAt ? duration(Date.parse(last.finishedAt) - Date.parse(last.startedAt)) : last ? 'Still running' : '–'],
    ['Retries published', last ? whole(last.published) : '–'],
    ['Given up', last ? whole(last.exhausted) : '–'],
    ['Next run', nextRecoveryRunAt ? <Moment key="next" at={nextRecoveryRunAt} form="ago" /> : 'Not known'],
  ];
  return (
    <Panel title="Recovery">
      <SimpleGrid cols={{ base: 2, sm: 5 }} component="dl" m={0}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs" className="quiet">
              {label}
            </Text>
            <Text component="dd" m={0} fw={600} className="figures">
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Panel>
  );
}
