/** `npm run dead-letters -- list|show|replay`: what could not be read, for operators. The jobs role keeps the list. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { createKafkaBroker } from '../adapters/kafka/broker';
import { CursorSealer } from '../feed/cursor';
import { openDatabase } from '../models/database';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/logging';
import { countDeadLetters, readDeadLetter, readDeadLetters, replayDeadLetters, wholeText, type DeadLetterRow, type ReplayDeps } from '../services/dead-letters';
import { deadLetterStore } from './wiring/shared';

/** Of a list or a replay, at most at once. */
const PAGE = 500;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Desk extends ReplayDeps {
  /** Of this run alone. */
  readonly cursors: CursorSealer;
}

async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const config = loadConfig('dead-letters');
  const logger = createLogger({ role: config.role, level: 'silent' });
  const database = openDatabase({ ...config.database, applicationName: 'oms-dead-letters' });
  const broker = createKafkaBroker(config.kafka, config.instance, logger);
  try {
    await work({ database, producer: broker.producer, logger, store: deadLetterStore(config), limit: PAGE, cursors: new CursorSealer(randomBytes(32).toString('base64')) });
  } finally {
    await broker.disconnect();
    await database.close();
  }
}

function summary({ id, at, topic, partition, offset, key, reason, replayedAt, replayedBy }: DeadLetterRow) {
  return { id, at: at.toISOString(), topic, partition, offset: Number(offset), key, reason, replayedAt: replayedAt?.toISOString() ?? null, replayedBy };
}

async function list({ limit, topic, waiting, json }: { limit: string; topic?: string; waiting?: boolean; json?: boolean }): Promise<void> {
  const most = Number(limit);
  if (!Number.isSafeInteger(most) || most < 1 || most > 100_000) throw new Error('--limit is a whole number from 1 to 100000');
  await atDesk(async ({ database, cursors }) => {
    const query = { topic, replayed: waiting ? false : null };
    const { rows } = await readDeadLetters({ database, cursors }, query, most, null);
    const shown = rows.map(summary);
    if (json) {
      print(JSON.stringify(shown));
      return;
    }
    for (const { id, at, topic: from, partition, offset, key, reason, replayedAt, replayedBy } of shown) {
      print(`${id}  ${at}  ${from} ${partition}:${offset}  ${key ?? 'no key'}\n    ${reason}`);
      if (replayedAt) print(`    replayed ${replayedAt} by ${replayedBy}`);
    }
    const count = await countDeadLetters(database, query);
    print(`${count} dead ${count === 1 ? 'letter' : 'letters'}${count > shown.length ? `, the newest ${shown.length} shown` : ''}`);
  });
}

async function show(id: string): Promise<void> {
  await atDesk(async ({ database, store }) => {
    const letter = await readDeadLetter(database, id);
    if (!letter) throw new Error(`there is no dead letter ${id}`);
    for (const [name, value] of Object.entries(summary(letter))) print(`${name}: ${value ?? '-'}`);
    for (const [name, value] of Object.entries(letter.headers)) print(`header ${name}: ${value}`);
    print(`value (${letter.sizeBytes} bytes): ${(await wholeText({ database, store }, id)) ?? '-'}`);
  });
}

async function replay(ids: string[], { all, topic, note }: { all?: boolean; topic?: string; note?: string }): Promise<void> {
  if (all ? ids.length > 0 : ids.length === 0) throw new Error('name the ids to replay, or --all (of --topic), and not both');
  await atDesk(async (desk) => {
    if (!all) {
      const refused = await send(desk, ids, note);
      if (refused > 0) throw new Error(`${refused} of ${ids.length} were not replayed`);
      return;
    }
    const query = { topic, replayed: false };
    for (let after: string | null = null; ; ) {
      const page = await readDeadLetters(desk, query, PAGE, after);
      if (page.rows.length > 0) await send(desk, page.rows.map(({ id }) => id), note);
      after = page.cursors.at(-1) ?? null;
      if (!page.hasNextPage) return;
    }
  });
}

/** @returns how many were refused; why is printed. */
async function send(desk: Desk, ids: readonly string[], note: string | undefined): Promise<number> {
  const { deadLetters, userErrors } = await replayDeadLetters(desk, { subject: `${userInfo().username}@command-line` }, ids, note ?? null);
  for (const { id, topic } of deadLetters) print(`${id} is back on ${topic}`);
  for (const { message } of userErrors) print(message);
  return userErrors.length;
}

const program = new Command('dead-letters').description('What could not be read: look at it, and send it back to where it came from.');
program
  .command('list')
  .description('the newest dead letters')
  .option('--limit <n>', 'how many', '50')
  .option('--topic <name>', 'only those that came from this topic')
  .option('--waiting', 'only those that were not replayed')
  .option('--json', 'as one line of JSON')
  .action(list);
program.command('show').argument('<id>', 'as list shows it').description('one with its headers and its value').action(show);
program
  .command('replay')
  .argument('[ids...]', 'as list shows them')
  .option('--all', 'everything that was not replayed')
  .option('--topic <name>', 'with --all: only those that came from this topic')
  .option('--note <text>', 'why, for the audit log')
  .description('send them, as they were, to the topics that they came from')
  .action(replay);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`dead-letters: ${(error as Error).message}\n`);
  process.exit(1);
});
