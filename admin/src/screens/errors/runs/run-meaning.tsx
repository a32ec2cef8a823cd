import { Alert } from '@mantine/core';
import type { RunRowFragment } from '../../../generated/graphql';
import { whole } from '../../../ui/figures';

/** What the state means for what is still open. */
export function RunMeaning({ run }: { run: RunRowFragment }) {
  const rest = run.selected - run.released - run.skipped;
  if (run.state === 'CANARY') return <Alert variant="default" title="The canaries are out">{whole(rest)} wait for what becomes of the first {whole(run.released)}. If all of them recover, the rest follows by itself.</Alert>;
  if (run.state === 'STOPPED') {
    return (
      <Alert variant="default" title={run.failedAgain > 0 ? 'Stopped: some failed again' : 'Stopped'}>
        {whole(Math.max(0, rest))} were not released and are as they were. Look at what failed, mend it, then resume; or leave it so.
      </Alert>
    );
  }
  return null;
}
