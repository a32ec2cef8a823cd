/** `npm run ledger [-- --json]`: compares Postgres, the status topic and the engine; exit 1 where they disagree, 2 where one is away. */
import 'reflect-metadata';
import { Command } from 'commander';
import { createKafkaBroker } from '../adapters/kafka/broker';
import { createRenderLedger } from '../adapters/thunderhead';
import { openDatabase } from '../models/database';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/logging';
import { recordRun } from '../services/job-runs';
import { LEDGER_RUN, takeLedger, type LedgerReport } from '../services/ledger';

/** Aggregates over all requests take longer than the statements of the way. */
const STATEMENT_TIMEOUT_MS = 600_000;

async function main(): Promise<void> {
  const { json } = new Command('ledger')
    .description('Whether Postgres, the status topic and the engine tell the same story.')
    .option('--json', 'put the report on the last line, as JSON', false)
    .parse()
    .opts<{ json: boolean }>();
  const config = loadConfig('ledger');
  const logger = createLogger({ role: config.role, level: 'error' });
  const database = openDatabase({ ...config.database, applicationName: 'oms-ledger', statementTimeoutMs: STATEMENT_TIMEOUT_MS, idleInTransactionTimeoutMs: 0 });
  const broker = createKafkaBroker(config.kafka, config.instance, logger);
  try {
    const deps = { database, broker, renderLedger: createRenderLedger(config.thunderhead.url) };
    const report = await recordRun(database, LEDGER_RUN, () => takeLedger(deps));
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : asText(report));
    process.exitCode = report.disagreements === 0 ? 0 : 1;
  } finally {
    await broker.disconnect();
    await database.close();
  }
}

function asText({ tenants, topic, rendered, disagreements, examples }: LedgerReport): string {
  const accounts = tenants.map(({ tenant, accepted, completed, failed, cancelled, inFlight }) => {
    const moving = Object.entries(inFlight).map(([status, count]) => ` + ${count} ${status}`);
    return `${tenant}: ${accepted} accepted = ${completed} completed + ${failed} failed + ${cancelled} cancelled${moving.join('')}`;
  });
  const engine = rendered === null ? 'the engine keeps no ledger: not compared with it' : `the engine rendered ${rendered} documents`;
  const verdict = disagreements === 0 ? 'Everything agrees.' : `${disagreements} disagreements:`;
  return [...accounts, `the status topic names ${topic.requests} requests${topic.unreadable > 0 ? ` and holds ${topic.unreadable} records that are no status events` : ''}; ${engine}`, verdict, ...examples.map((each) => `  ${each}`), ''].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`ledger: ${(error as Error).message}\n`);
  process.exit(2);
});
