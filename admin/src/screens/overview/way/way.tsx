/** The way of a document through the system, with how much is at each step of it. */
import { IconCheck, IconEngine, IconFileArrowRight, IconInbox, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DocumentStatus } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { Panel } from '../../../ui/panel';
import { Count } from '../count';
import { Facts } from './facts';
import { StageFacts } from './stage-facts';
import type { SystemStatus } from '../use-system-status';
import { Aside } from './aside';
import classes from './way.module.css';

/** What the last interval told, in words; null where it told nothing. */
export interface Pace {
  readonly accepted: string | null;
  readonly completed: string | null;
  readonly latency: string | null;
}

/** Events that wait for Kafka in such a number are more than what is under way. */
const OUTBOX_CALM = 1_000;

export function Way({ status, pace }: { status: SystemStatus; pace: Pace }) {
  const { counts, stages, outboxPending } = status;
  const processing = stages.find(({ stage }) => stage === 'PROCESSING');
  const monitoring = stages.find(({ stage }) => stage === 'MONITORING');
  return (
    <Panel title="The way of a document">
      <ol className={classes.way} aria-label="Steps">
        <Step icon={IconInbox} title="Accepted" text="wait for their turn" count={counts.accepted} status="ACCEPTED">
          <Facts rows={[['Outbox pending', <Count key="outbox" value={outboxPending} />, outboxPending > OUTBOX_CALM ? 'wait' : undefined], ['Coming in', pace.accepted ?? '–']]} />
        </Step>
        <Step icon={IconFileArrowRight} title="Processing" text="in flight to the engine" count={processing?.inFlight ?? counts.processing} status="PROCESSING">
          {processing ? <StageFacts stage={processing} /> : null}
        </Step>
        <Step icon={IconEngine} title="Generating" text="in flight at the engine" count={monitoring?.inFlight ?? counts.generating} status="GENERATING">
          {monitoring ? <StageFacts stage={monitoring} /> : null}
        </Step>
        <Step icon={IconCheck} title="Completed" text="stored for their readers" count={counts.completed} status="COMPLETED">
          <Facts rows={[['Going out', pace.completed ?? '–'], ['95 of 100 within', pace.latency ?? '–']]} />
        </Step>
      </ol>
      <Aside status={status} />
    </Panel>
  );
}

function Step({ icon: Shown, title, text, count, status, children }: { icon: Icon; title: string; text: string; count: number; status: DocumentStatus; children?: ReactNode }) {
  return (
    <li className={classes.step} data-status={status} data-busy={(count > 0 && status !== 'COMPLETED') || undefined}>
      <h3 className={classes.title}>
        <Shown size={16} stroke={1.7} aria-hidden />
        {title}
      </h3>
      <p className={classes.count} data-count={title}>
        <AnchorLink to="/requests" search={{ statuses: [status] }} c="inherit" inherit underline="hover" aria-label={`${count} ${title}: list them`}>
          <Count value={count} />
        </AnchorLink>
      </p>
      <p className={classes.text}>{text}</p>
      {children}
    </li>
  );
}
