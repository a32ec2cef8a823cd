/**
 * `npm run demo -- --count N [--json]`: sends N example documents through a running system, or one that it starts, and follows each.
 *
 *   index.ts       the command line and the order of things
 *   system.ts      finds a running system or starts one
 *   documents.ts   the example documents and how they are split into calls
 *   submitting.ts  submits them
 *   timelines.ts   what the subscription showed of each request
 *   progress.ts    a live bar, or plain lines where nobody watches
 *   checks.ts      duplicates, repairs and one finished document
 *   summary.ts     the figures at the end
 */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createOmsClient, OmsError } from '..';
import { checkOneDocument, countDuplicates, countRepairs } from './checks';
import { planDocuments } from './documents';
import { startProgress } from './progress';
import { submitAll } from './submitting';
import { summarise, summaryTable, type Summary } from './summary';
import { clientToken, findOrStartSystem, type RunningSystem } from './system';
import { Timelines } from './timelines';

interface DemoOptions {
  readonly count: number;
  readonly json: boolean;
  readonly home: string;
  readonly tenant: string;
  readonly timeout?: number;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000) throw new InvalidArgumentError('a whole number from 1 to 100000 is needed');
  return value;
}

function readCommandLine(): DemoOptions {
  return new Command('demo')
    .description('Sends example documents through the system and follows each to its end.')
    .option('--count <n>', 'how many documents', wholeNumber, 200)
    .option('--json', 'put the figures on the last line, as JSON', false)
    .option('--tenant <name>', 'for whom', 'demo')
    .option('--timeout <seconds>', 'give up after this time (default: 60 and a tenth for each document)', wholeNumber)
    .addOption(new Option('--home <folder>', 'the folder of local data').env('OMS_HOME').default('.oms'))
    .parse()
    .opts<DemoOptions>();
}

async function run(options: DemoOptions, system: RunningSystem, say: (line: string) => void, signal: AbortSignal): Promise<Summary> {
  const client = createOmsClient({ url: system.gatewayUrl, token: await clientToken(system.home, options.tenant) });
  const finished = new AbortController();
  const over = AbortSignal.any([signal, finished.signal, AbortSignal.timeout((options.timeout ?? 60 + options.count / 10) * 1000)]);
  try {
    const repairsBefore = await countRepairs(system.gatewayUrl);
    const timelines = new Timelines();
    const following = timelines.follow(client.statusFeed(undefined, { after: await client.feedPosition(), signal: over }));
    // Awaited below; until then its failure must not end the process.
    following.catch(() => undefined);
    const progress = startProgress(timelines, options.count, say);
    let refusals: readonly string[];
    const begunMs = performance.now();
    try {
      refusals = await submitAll(client, planDocuments(options.count, options.tenant), timelines, over);
      await Promise.race([timelines.allFinal(), following]);
    } finally {
      progress.stop();
    }
    refusals.slice(0, 5).forEach((refusal) => say(`refused: ${refusal}`));
    finished.abort();
    await following;

    say(await checkOneDocument(client, timelines.completedIds(), system.home));
    const summary = summarise(timelines, {
      submitted: options.count,
      begunMs,
      duplicates: await countDuplicates(system.engineUrl, timelines.requestIds()),
      repaired: (await countRepairs(system.gatewayUrl)) - repairsBefore,
    });
    say(summaryTable(summary));
    return summary;
  } finally {
    finished.abort();
    await client.close();
  }
}

async function main(): Promise<void> {
  const options = readCommandLine();
  // With --json standard output ends with the figures: everything else goes beside it.
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

  let system: RunningSystem | null = null;
  let summary: Summary | null = null;
  try {
    system = await findOrStartSystem(resolve(options.home), say, interrupted.signal);
    summary = await run(options, system, say, interrupted.signal);
  } catch (error) {
    const code = error instanceof OmsError ? `${error.code}: ` : '';
    say(interrupted.signal.aborted ? 'interrupted' : `the demo failed: ${code}${(error as Error).message}`);
  } finally {
    await system?.stop();
  }
  if (summary && options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exitCode = summary && summary.completed === summary.submitted ? 0 : 1;
}

void main();
