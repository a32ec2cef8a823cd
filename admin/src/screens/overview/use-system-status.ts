import { useSubscription } from '@apollo/client/react';
import { graphql } from '../../generated';
import type { OverviewStatusSubscription } from '../../generated/graphql';

/** The state comes at once, so nothing is asked for before; after a cut it comes anew. */
const STATUS = graphql(`
  subscription OverviewStatus {
    systemStatusChanged {
      counts {
        accepted
        processing
        generating
        retryScheduled
        completed
        failed
        cancelled
      }
      stages {
        stage
        inFlight
        consumerLag
        consumerLagAt
        oldestAgeSeconds
        breaker
        paused
      }
      openErrors
      outboxPending
      deadLetters
      lastRecoveryRun {
        startedAt
        finishedAt
        claimed
        published
        exhausted
      }
      nextRecoveryRunAt
      errorGroups {
        stage
        code
        count
        oldest
        newest
        explanation {
          meaning
        }
      }
    }
  }
`);

export type SystemStatus = OverviewStatusSubscription['systemStatusChanged'];
export type StageStatus = SystemStatus['stages'][number];
export type ErrorGroup = SystemStatus['errorGroups'][number];

/** How the system is at this moment. `status` is undefined until it is known. */
export function useSystemStatus(): { status: SystemStatus | undefined; error: Error | undefined; again: () => void } {
  const { data, error, restart } = useSubscription(STATUS);
  return { status: data?.systemStatusChanged, error, again: restart };
}
