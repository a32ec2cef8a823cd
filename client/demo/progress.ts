/** Shows how far the documents are: a bar on a terminal, a line every two seconds elsewhere. */
import { SingleBar } from 'cli-progress';
import type { Timelines } from './timelines';

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;
const FORMAT = '{bar} {value}/{total} final | accepted {ACCEPTED} | processing {PROCESSING} | generating {GENERATING} | failed {FAILED} | {duration_formatted}';

export interface Progress {
  /** Shows the last state and lets go of the terminal. */
  stop(): void;
}

/** @param say where lines go when standard error, on which the bar is drawn, is no terminal */
export function startProgress(timelines: Timelines, total: number, say: (line: string) => void): Progress {
  return process.stderr.isTTY ? drawBar(timelines, total) : writeLines(timelines, total, say);
}

function drawBar(timelines: Timelines, total: number): Progress {
  const bar = new SingleBar({ format: FORMAT, barsize: 24, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true, stream: process.stderr });
  const show = () => bar.update(finalOf(timelines), timelines.counts());
  bar.start(total, 0, timelines.counts());
  const timer = setInterval(show, BAR_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      show();
      bar.stop();
    },
  };
}

function writeLines(timelines: Timelines, total: number, say: (line: string) => void): Progress {
  let last = '';
  const show = () => {
    const { ACCEPTED, PROCESSING, GENERATING, FAILED } = timelines.counts();
    const line = `${finalOf(timelines)}/${total} final, accepted ${ACCEPTED}, processing ${PROCESSING}, generating ${GENERATING}, failed ${FAILED}`;
    if (line !== last) say(line);
    last = line;
  };
  const timer = setInterval(show, LINE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      show();
    },
  };
}

function finalOf(timelines: Timelines): number {
  const { COMPLETED, FAILED, CANCELLED } = timelines.counts();
  return COMPLETED + FAILED + CANCELLED;
}
