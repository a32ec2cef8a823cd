/** adapters/kafka: the only folder that knows a Kafka client. This file: the connection and what names look like on the cluster. */
import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
import type { Config } from '../../platform/config';
import type { Logger } from '../../platform/logging';
import type { TopicName } from '../../events/topics';

export type KafkaSettings = Config['kafka'];

/** A Kafka client whose log lines go to ours. Connects to nothing by itself. */
export function createClient(settings: KafkaSettings, instance: string, logger: Logger): Kafka {
  const sasl = settings.sasl as KafkaConfig['sasl'] | null;
  return new Kafka({
    clientId: `${settings.clientId}-${instance}`,
    brokers: settings.brokers,
    ssl: settings.tls,
    ...(sasl ? { sasl } : {}),
    connectionTimeout: 3_000,
    requestTimeout: settings.requestTimeoutMs,
    // Without this the client waits for ever on a broker that takes connections and answers nothing.
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => logLine(logger, entry),
  });
}

function logLine(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _name, stack: _stack, ...rest } = log as LogEntry['log'] & { stack?: string };
  const details = { component: `kafka ${namespace}`.trim(), ...rest };
  if (level <= logLevel.ERROR) logger.warn(details, message);
  else logger.debug(details, message);
}

/** The topic or group as it is called on the cluster. */
export function onCluster(settings: KafkaSettings, name: string): string {
  return `${settings.prefix}${name}`;
}

/** Our own name of a topic of the cluster. */
export function fromCluster(settings: KafkaSettings, name: string): TopicName {
  return name.slice(settings.prefix.length) as TopicName;
}
