/**
 * `npm run faults [-- --quick] [--json] [--seed N] [--only NAME …] [--list]`: faults injected into real processes while documents flow, each judged
 * afterwards by a checker that reads only the public API, the engine's ledger and the topics. docs/faults.md tells more.
 *
 *   scenarios/       the faults
 *   scenario.ts      what one is, and what it is given
 *   run-scenario.ts  one from its first document to its verdict
 *   world/           the processes, the infrastructure, and proxies between them
 *   flow/            the clients: one that submits, one that subscribes and is cut all along
 *   checker/         the judge
 */
import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { isClean, outcomeLines, totalsOf } from './report';
import { runScenario, type Outcome } from './run-scenario';
import type { Scenario } from './scenario';
import { armedFor, crashPoints } from './scenarios/crash-points';
import { SCENARIOS } from './scenarios';
import { World } from './world';

interface Options {
  readonly quick: boolean;
  readonly json: boolean;
  readonly list: boolean;
  readonly seed: number;
  readonly only?: readonly string[];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed');
  return value;
}

function readCommandLine(): Options {
  return new Command('faults')
    .description('Proves under real faults that nothing is lost, doubled or left out.')
    .option('--quick', 'the short form, under a minute', false)
    .option('--json', 'put the figures on the last line, as JSON', false)
    .option('--list', 'only name the scenarios', false)
    .option('--seed <n>', 'repeats a run: which processes are hit and when is drawn from it', wholeNumber, randomInt(1, 1_000_000))
    .option('--only <names...>', 'these scenarios alone')
    .parse()
    .opts<Options>();
}

function chosen({ quick, only }: Options): readonly Scenario[] {
  const unknown = only?.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(', ')}; --list names them`);
  if (only) return SCENARIOS.filter(({ name }) => only.includes(name));
  return quick ? SCENARIOS.filter((scenario) => scenario.quick) : SCENARIOS;
}

class Run {
  readonly outcomes: Outcome[] = [];
  /** What the ledgers of all worlds said. */
  readonly ledger: string[] = [];
  private common: World | null = null;

  constructor(private readonly options: Options) {}

  async play(scenario: Scenario): Promise<Outcome> {
    const outcome = await this.attempt(scenario);
    this.outcomes.push(outcome);
    return outcome;
  }

  /** Takes the world's ledger, and ends it. */
  async close(): Promise<void> {
    if (this.common) this.ledger.push(...(await this.common.takeLedger().catch((error: Error) => [`the ledger: ${error.message}`])));
    await this.stop();
  }

  private begin(first: Scenario): Promise<World> {
    const { quick, seed } = this.options;
    if (!quick) return World.start();
    return World.start({ gateways: 1, relays: 1, armed: first === crashPoints ? armedFor(seed) : undefined });
  }

  private async stop(): Promise<void> {
    await this.common?.stop();
    this.common = null;
  }

  private async attempt(scenario: Scenario): Promise<Outcome> {
    const reason = (await scenario.skip?.()) ?? null;
    if (reason !== null) return blank(scenario, { skipped: reason });
    try {
      if (!scenario.world) {
        this.common ??= await this.begin(scenario);
        return await runScenario(this.common, scenario, this.options);
      }
      await this.close();
      await scenario.prepare?.();
      this.common = await World.start(scenario.world);
      return await runScenario(this.common, scenario, this.options);
    } catch (error) {
      // Whatever state it left is no ground for the next.
      await this.stop();
      return blank(scenario, { violations: [`it could not be brought to its end: ${(error as Error).message}`] });
    } finally {
      if (scenario.world) await (scenario.withoutTopics ? this.stop() : this.close());
      await scenario.tidy?.();
    }
  }
}

function blank({ name }: Scenario, more: Partial<Outcome>): Outcome {
  return {
    name, skipped: null, requests: 0, inFlight: 0, touched: 0, takeovers: 0, redeliveries: 0, seconds: 0,
    lost: [], duplicated: [], gaps: [], violations: [], standing: [], ...more,
  };
}

async function main(): Promise<void> {
  const options = readCommandLine();
  const begunMs = Date.now();
  // With --json standard output ends with the figures: everything else goes beside it.
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  if (options.list) return SCENARIOS.forEach(({ name, about, quick }) => say(`${name.padEnd(28)}${quick ? 'quick  ' : '       '}${about}`));
  const scenarios = chosen(options);
  say(`seed ${options.seed}: ${scenarios.length} scenarios; repeat with --seed ${options.seed}`);
  const run = new Run(options);
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (interrupted = true));
  try {
    for (const scenario of scenarios) {
      if (!interrupted) say(outcomeLines(await run.play(scenario)));
    }
  } finally {
    await run.close();
  }
  run.ledger.forEach((sentence) => say(`ledger  ${sentence}`));
  const totals = totalsOf(run.outcomes, { ledger: run.ledger.length, seed: options.seed, seconds: (Date.now() - begunMs) / 1000 });
  say(`${totals.scenarios} scenarios (${totals.skipped} skipped), ${totals.requests} requests: ${totals.lost} lost, ${totals.duplicated} duplicated, ${totals.gaps} gaps, ${totals.violations} violations, in ${totals.seconds} s`);
  if (options.json) process.stdout.write(`${JSON.stringify(totals)}\n`);
  process.exitCode = isClean(totals) && !interrupted ? 0 : 1;
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
