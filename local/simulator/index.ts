/**
 * The Thunderhead simulator: the document engine as our adapter sees it (shared contract: engine-api.md), in a process of its own.
 *
 * main.ts is the process, settings.ts its environment, http/ its API, faults.ts what can be made to go wrong, rendering/ how documents are
 * made. A job comes in through http/bulk-jobs.ts, is kept by jobs/job-book.ts in jobs/journal.ts, and worked on by jobs/job-runner.ts.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Appliance } from './appliance';
import { Faults } from './faults';
import { simulatorApp } from './http/app';
import { Tokens } from './http/tokens';
import { JobBook } from './jobs/job-book';
import { JobRunner } from './jobs/job-runner';
import { OutputFolder } from './jobs/output-folder';
import { seededRandom } from './random';
import { rendererOf } from './rendering';
import type { SimulatorSettings } from './settings';

export interface RunningSimulator {
  readonly url: string;
  /** Leaves jobs where they are; the next start on the same folders goes on with them. */
  stop(): Promise<void>;
}

/** Starts the simulator. Rejects where its port is taken or its folders cannot be written. */
export async function startSimulator(settings: SimulatorSettings): Promise<RunningSimulator> {
  for (const folder of ['in', 'out']) mkdirSync(join(settings.transferDir, folder), { recursive: true });
  const book = JobBook.open(settings.stateDir);
  const stopping = new AbortController();
  const faults = new Faults(seededRandom(settings.seed));
  const appliance = new Appliance(book, faults);
  const shared = { book, faults, appliance, random: seededRandom(settings.seed + 1), render: rendererOf(settings.renderer) };
  const { renderMs, concurrency, transferDir, listingLagMs } = settings;
  const runner = new JobRunner({ ...shared, renderMs, concurrency, takesInput: settings.takesInput, output: new OutputFolder(transferDir) });
  const app = simulatorApp({ ...shared, runner, renderMs, transferDir, listingLagMs, signal: stopping.signal }, new Tokens(settings.client));
  const server = createServer({ keepAliveTimeout: 65_000 }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, settings.host, resolve);
  });
  runner.resume();
  return {
    url: `http://${settings.host}:${(server.address() as AddressInfo).port}`,
    async stop() {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await runner.stop();
      await closed;
      book.close();
    },
  };
}
