import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { duration, Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { Count } from './count';
import { Facts } from './way/facts';
import type { SystemStatus } from './use-system-status';

/** What the recovery job did last, and when it looks again. */
export function Recovery({ status: { lastRecoveryRun: last, nextRecoveryRunAt, counts } }: { status: SystemStatus }) {
  return (
    <Panel title="Recovery">
      <Text size="sm" className="quiet">
        {counts.retryScheduled > 0 ? 'Gives what is due another attempt.' : 'Nothing waits for another attempt.'}
      </Text>
      <Facts
        rows={[
          ['Next run', nextRecoveryRunAt ? <Countdown key={nextRecoveryRunAt} to={nextRecoveryRunAt} /> : 'not known'],
          ['Last run', last ? <Moment at={last.startedAt} form="ago" /> : 'none yet'],
          ...(last
            ? ([
                ['It took', last.finishedAt ? duration(Date.parse(last.finishedAt) - Date.parse(last.startedAt)) : 'it is at work'],
                ['Given another attempt', <Count key="published" value={last.published} />],
                ['Left to a person', <Count key="exhausted" value={last.exhausted} />, last.exhausted > 0 ? 'wait' : undefined],
              ] as const)
            : []),
        ]}
      />
    </Panel>
  );
}

/** Ticks by itself: what is waited for is known. */
function Countdown({ to }: { to: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = Date.parse(to) - now;
  return <span title={to}>{left < 1_000 ? 'now' : `in ${duration(Math.round(left / 1_000) * 1_000)}`}</span>;
}
