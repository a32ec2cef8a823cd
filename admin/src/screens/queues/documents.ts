/** What this screen asks the gateway for. */
import { graphql } from '../../generated';

/** For operators: when the recovery job ran and runs. */
export const RECOVERY_RUNS = graphql(`
  subscription RecoveryRuns {
    systemStatusChanged {
      nextRecoveryRunAt
      lastRecoveryRun {
        startedAt
        finishedAt
        claimed
        published
        exhausted
      }
    }
  }
`);
