/** `npm run dead-letters -- list|show|replay`: what could not be read, for operators. */
import { Command } from 'commander';
import { createKafkaBroker } from '../adapters/kafka/broker';
import { DeadLetterShelf, type ShelvedLetter } from '../consumers/dead-letter-shelf';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/logging';
import { deadLetterStore } from './wiring/shared';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function onShelf(work: (shelf: DeadLetterShelf) => Promise<void>): Promise<void> {
  const config = loadConfig('dead-letters');
  const broker = createKafkaBroker(config.kafka, config.instance, createLogger({ role: config.role, level: 'silent' }));
  try {
    await broker.connect();
    await work(new DeadLetterShelf(broker, deadLetterStore(config)));
  } finally {
    await broker.disconnect();
  }
}

/** Those that `wanted` names, by id. Throws where one is not there. */
async function find(shelf: DeadLetterShelf, wanted: readonly string[]): Promise<ShelvedLetter[]> {
  const malformed = wanted.filter((id) => !/^\d+:\d+$/.test(id));
  if (malformed.length > 0) throw new Error(`${malformed.join(', ')}: an id is <partition>:<offset>, as list shows it`);
  const found = new Map<string, ShelvedLetter>();
  await shelf.each((shelved) => {
    if (wanted.includes(shelved.id)) found.set(shelved.id, shelved);
  });
  const missing = wanted.filter((id) => !found.has(id));
  if (missing.length > 0) throw new Error(`there is no dead letter ${missing.join(', ')}`);
  return [...found.values()];
}

function summary({ id, at, letter }: ShelvedLetter) {
  const { topic, partition, offset, key, reason } = letter;
  return { id, at: new Date(at).toISOString(), topic, partition, offset, key: key?.toString('utf8') ?? null, reason };
}

/** Text as it is, anything else in base64. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && !/[\0-\x08\x0e-\x1f]/.test(text) ? text : `base64:${bytes.toString('base64')}`;
}

async function list({ limit, topic, json }: { limit: string; topic?: string; json?: boolean }): Promise<void> {
  const most = Number(limit);
  if (!Number.isSafeInteger(most) || most < 1) throw new Error('--limit is a whole number from 1');
  await onShelf(async (shelf) => {
    let newest: ShelvedLetter[] = [];
    let count = 0;
    await shelf.each((shelved) => {
      if (topic && shelved.letter.topic !== topic) return;
      count += 1;
      newest.push(shelved);
      // Held in memory is never more than twice what is shown.
      if (newest.length >= 2 * most) newest = newest.sort((a, b) => b.at - a.at).slice(0, most);
    });
    const shown = newest.sort((a, b) => b.at - a.at).slice(0, most).map(summary);
    if (json) {
      print(JSON.stringify(shown));
      return;
    }
    for (const { id, at, topic: from, partition, offset, key, reason } of shown) print(`${id}  ${at}  ${from} ${partition}:${offset}  ${key ?? 'no key'}\n    ${reason}`);
    print(`${count} dead ${count === 1 ? 'letter' : 'letters'}${count > shown.length ? `, the newest ${shown.length} shown` : ''}`);
  });
}

async function show(id: string): Promise<void> {
  await onShelf(async (shelf) => {
    for (const shelved of await find(shelf, [id])) {
      const letter = await shelf.open(shelved);
      for (const [name, value] of Object.entries(summary({ ...shelved, letter }))) print(`${name}: ${value ?? '-'}`);
      for (const [name, value] of Object.entries(letter.headers)) print(`header ${name}: ${readable(value)}`);
      print(`value (${letter.value?.length ?? 0} bytes): ${letter.value ? readable(letter.value) : '-'}`);
    }
  });
}

async function replay(ids: string[], { all, topic }: { all?: boolean; topic?: string }): Promise<void> {
  if (all ? ids.length > 0 : ids.length === 0) throw new Error('name the ids to replay, or --all (of --topic), and not both');
  await onShelf(async (shelf) => {
    const chosen: ShelvedLetter[] = [];
    if (all) await shelf.each((shelved) => void (!topic || shelved.letter.topic === topic ? chosen.push(shelved) : undefined));
    for (const shelved of all ? chosen : await find(shelf, ids)) {
      await shelf.replay(shelved);
      print(`${shelved.id} is back on ${shelved.letter.topic}`);
    }
  });
}

const program = new Command('dead-letters').description('What could not be read: look at it, and send it back to where it came from.');
program
  .command('list')
  .description('the newest dead letters')
  .option('--limit <n>', 'how many', '50')
  .option('--topic <name>', 'only those that came from this topic')
  .option('--json', 'as one line of JSON')
  .action(list);
program.command('show').argument('<id>', '<partition>:<offset>, as list shows it').description('one with its headers and its value').action(show);
program
  .command('replay')
  .argument('[ids...]', '<partition>:<offset>, as list shows it')
  .option('--all', 'everything on the topic')
  .option('--topic <name>', 'with --all: only those that came from this topic')
  .description('send them, as they were, to the topics that they came from')
  .action(replay);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`dead-letters: ${(error as Error).message}\n`);
  process.exit(1);
});
