/** The process of the Thunderhead simulator. Ends cleanly on SIGTERM, SIGINT, or when the process that started it is gone. */
import { startSimulator } from './index';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const simulator = await startSimulator(readSettings(process.env));
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
  process.stdout.write(`Thunderhead simulator is ready at ${simulator.url}\n`);
  process.send?.({ type: 'ready', role: 'simulator', url: simulator.url });
}

main().catch((error: unknown) => {
  process.stderr.write(`the Thunderhead simulator cannot start: ${(error as Error).message}\n`);
  process.exit(1);
});
