/**
 * bench/: measurements, each a command. This one: recovery, in two forms.
 *
 *   npm run bench:recovery -- --due 10000 --errors 1000000    the claim's plans on a table of many errors, and how fast they are released
 *   npm run bench:recovery -- --drain 10000                   a whole system on which so many documents fail, until all are COMPLETED
 *
 * Both start what they need and leave nothing behind; the last line is one JSON object.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureDrain } from './drain';
import { measureClaims } from './claims';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      due: { type: 'string', default: '10000' },
      errors: { type: 'string', default: '1000000' },
      drain: { type: 'string' },
      'all-in-one': { type: 'boolean', default: false },
    },
  });
  const home = mkdtempSync(join(tmpdir(), 'oms-bench-'));
  try {
    const { figures, passed } = values.drain
      ? await measureDrain({ home, documents: Number(values.drain), separate: !values['all-in-one'] })
      : await measureClaims({ home, due: Number(values.due), errors: Number(values.errors) });
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    if (!passed) process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
