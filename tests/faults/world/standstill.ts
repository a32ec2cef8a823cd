/** Where work stands that did not come to its end: what waits in the outbox, what no consumer has taken, which partitions have no leader. Explains a verdict, and is no part of it. */
import { Sequelize } from 'sequelize';
import type { Topics } from '../checker/topics';
import type { World } from '.';

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['oms-processing', ['oms.processing.v1']],
  ['oms-processing-high', ['oms.processing-high.v1']],
  ['oms-monitoring', ['oms.monitoring.v1']],
];

/** Sentences; past every proxy, so that they can be had while the system cannot. Never rejects. */
export async function standstill(world: World, topics: Topics): Promise<string[]> {
  const told = (work: Promise<string[]>) => work.catch((error: Error) => [`cannot be told: ${error.message}`]);
  const [outbox, partitions] = await Promise.all([told(outboxOf(world)), told(partitionsOf(topics))]);
  return [...outbox, ...partitions, `logs: ${world.infrastructure.home} (kept with OMS_TEST_KEEP=1)`];
}

async function outboxOf(world: World): Promise<string[]> {
  const url = new URL(world.system.env.DATABASE_URL ?? '');
  url.port = String(world.infrastructure.postgres.port);
  const db = new Sequelize(url.href, { logging: false });
  try {
    const [rows] = await db.query("SELECT topic, count(*) AS count, extract(epoch FROM now() - min(created_at))::int AS age FROM outbox_events GROUP BY topic ORDER BY topic");
    return (rows as { topic: string; count: string; age: number }[]).map(({ topic, count, age }) => `outbox: ${count} unpublished for ${topic}, the oldest for ${age} s`);
  } finally {
    await db.close();
  }
}

async function partitionsOf(topics: Topics): Promise<string[]> {
  const admin = topics.kafka.admin();
  await admin.connect();
  try {
    const said: string[] = [];
    for (const [group, names] of GROUPS) {
      const onCluster = names.map((name) => topics.onCluster(name));
      const described = await admin.describeGroups([topics.onCluster(group)]);
      for (const { state, members } of described.groups) said.push(`${group}: ${state}, ${members.length} members (${members.map(({ clientId }) => clientId).join(', ')})`);
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId: topics.onCluster(group), topics: onCluster })) {
        const ends = new Map((await admin.fetchTopicOffsets(topic)).map((each) => [each.partition, each]));
        for (const { partition, offset } of partitions) {
          const { low = '0', high = '0' } = ends.get(partition) ?? {};
          const from = Number(offset) < 0 ? Number(low) : Number(offset);
          if (from < Number(high)) said.push(`${group}: ${topic}-${partition} stands at ${from} of ${high}`);
        }
      }
      const { topics: known } = await admin.fetchTopicMetadata({ topics: onCluster });
      for (const { name, partitions } of known) {
        for (const { partitionId, leader, replicas, isr } of partitions) if (leader < 0 || isr.length < replicas.length) said.push(`${name}-${partitionId}: leader ${leader}, in sync ${isr.join(',')} of ${replicas.join(',')}`);
      }
    }
    return said;
  } finally {
    await admin.disconnect();
  }
}
