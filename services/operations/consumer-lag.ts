/** How far the consumers of each stage are behind. Kafka is asked at most once a second; while it does not answer, the last figure counts. */
import type { Stage } from '../../domain/document';
import type { EventBroker } from '../../events/ports';
import type { TopicName } from '../../events/topics';
import { Kept } from './kept';

/** The consumer groups of each stage, with what each reads. */
export type StageGroups = Readonly<Record<Stage, readonly { readonly groupId: string; readonly topic: TopicName }[]>>;

export interface ConsumerLag {
  readonly records: Readonly<Record<Stage, number>>;
  readonly at: Date;
}

const KEPT_MS = 1_000;
/** Whoever asks waits no longer for Kafka, in ms. */
const PATIENCE_MS = 2_000;

/** @returns how to ask: null where Kafka has not answered yet since the start. Never rejects. */
export function createLagReader(broker: Pick<EventBroker, 'groupProgress'>, groups: StageGroups): () => Promise<ConsumerLag | null> {
  const of = async (stage: Stage): Promise<number> => {
    const progress = await Promise.all(groups[stage].map(({ groupId, topic }) => broker.groupProgress(groupId, [topic])));
    return progress.flat().reduce((sum, { committed, begin, end }) => sum + Math.max(0, end - (committed ?? begin)), 0);
  };
  const kept = new Kept<ConsumerLag>({
    forMs: KEPT_MS,
    read: async () => {
      const [processing, monitoring] = await Promise.all([of('PROCESSING'), of('MONITORING')]);
      return { records: { PROCESSING: processing, MONITORING: monitoring }, at: new Date() };
    },
  });
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const lag = await Promise.race([kept.get().catch(() => null), late]);
    clearTimeout(timer);
    return lag ?? kept.last;
  };
}
