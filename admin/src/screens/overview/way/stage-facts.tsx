import { Tooltip } from '@mantine/core';
import { short, whole } from '../../../ui/figures';
import { duration } from '../../../ui/moment';
import { Facts, type Tone } from './facts';
import type { StageStatus } from '../use-system-status';

const BREAKERS: Readonly<Record<string, readonly [word: string, means: string, tone?: Tone]>> = {
  closed: ['closed', 'The other side answers: calls go through.', 'good'],
  'half-open': ['half open', 'One call at a time tries whether the other side is back.', 'wait'],
  open: ['open', 'After failures in a row no call is made; the stage tries by itself whether the other side is back.', 'bad'],
  unknown: ['unknown', 'No process of this stage has told for some seconds: look whether one runs.', 'wait'],
};
/** A lag that was read longer ago, in ms, says nothing of now. */
const LAG_FRESH_MS = 15_000;

/** How a stage fares: what it has not read yet, how long its oldest document takes, and whether the other side answers. */
export function StageFacts({ stage: { consumerLag, consumerLagAt, oldestAgeSeconds, breaker, paused } }: { stage: StageStatus }) {
  const [word, means, tone] = BREAKERS[breaker] ?? [breaker, ''];
  const lagAge = consumerLagAt ? Math.max(0, Date.now() - Date.parse(consumerLagAt)) : null;
  const fresh = lagAge !== null && lagAge <= LAG_FRESH_MS;
  return (
    <Facts
      rows={[
        ['Consumer lag', <Lag key="lag" value={consumerLag} age={lagAge} fresh={fresh} />, fresh ? undefined : 'wait'],
        ['Oldest', oldestAgeSeconds > 0 ? duration(oldestAgeSeconds * 1_000) : '–'],
        ['Breaker', <Explained key="breaker" word={word} means={means} />, tone],
        ['Paused', paused ? <Explained key="paused" word="yes" means="The stage reads no more for now; what it has not read yet waits safely on its topic." /> : 'no', paused ? 'wait' : undefined],
      ]}
    />
  );
}

function Lag({ value, age, fresh }: { value: number; age: number | null; fresh: boolean }) {
  if (age === null) return <Explained word="unknown" means="Kafka has not told since this gateway started." />;
  if (!fresh) return <Explained word={`${short(value)}, ${duration(age)} ago`} means="Kafka does not answer: this is what it told last." />;
  return <Explained word={short(value)} means={`${whole(value)} events not read yet, ${duration(age)} ago`} />;
}

function Explained({ word, means }: { word: string; means: string }) {
  return (
    <Tooltip label={means} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <span>{word}</span>
    </Tooltip>
  );
}
