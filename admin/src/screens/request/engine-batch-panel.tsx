import { Copyable } from '../../ui/copyable';
import { whole } from '../../ui/figures';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { Fact } from './fact';
import type { RequestStory } from './documents';
import classes from './facts.module.css';

/** The batch in which the engine has it, or had it last. */
export function EngineBatchPanel({ batch }: { batch: NonNullable<RequestStory['engineBatch']> }) {
  const { engineReference, size, pollCount, lastPolledAt, submittedAt, status } = batch;
  return (
    <Panel title="Engine batch">
      <dl className={classes.facts}>
        <Fact name="Reference at the engine" long>
          <Copyable value={engineReference} />
        </Fact>
        <Fact name="State">{status.toLowerCase().replaceAll('_', ' ')}</Fact>
        <Fact name="Documents">{whole(size)}</Fact>
        <Fact name="Submitted">
          <Moment at={submittedAt} />
        </Fact>
        <Fact name="Polls">
          {whole(pollCount)}
          {lastPolledAt ? (
            <>
              , the last at <Moment at={lastPolledAt} form="clock" />
            </>
          ) : null}
        </Fact>
      </dl>
    </Panel>
  );
}
