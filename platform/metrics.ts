/** Prometheus metrics of this process, all in one registry. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

export const registry = new Registry();

/** Adds the process's own figures (memory, event-loop lag). Once per process. */
export function collectProcessMetrics(): void {
  collectDefaultMetrics({ register: registry });
}

/** A counter in our registry; a second call with the same name gives the same counter. */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
  return (registry.getSingleMetric(name) as Counter<L> | undefined) ?? new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

/** A gauge in our registry; `collect` is called at each scrape. */
export function gauge<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
  collect?: (this: Gauge<L>) => void | Promise<void>,
): Gauge<L> {
  return (
    (registry.getSingleMetric(name) as Gauge<L> | undefined) ??
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry], ...(collect ? { collect } : {}) })
  );
}
