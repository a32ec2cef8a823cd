/** Several parts of a process as one service, where some of them have nothing to do with each other. */
import type { Readiness, Service } from './service';

/**
 * Starts all in the order given. Stops the groups beside each other, each from its last service to its first, so that a stop takes as long as the
 * slowest group and not as all of them. Ready when all are.
 */
export function together(name: string, groups: readonly (readonly Service[])[]): Service {
  const all = groups.flat();
  const begun = new Set<Service>();
  let stopping = false;
  return {
    name,
    async start() {
      for (const service of all) {
        if (stopping) return;
        begun.add(service);
        await service.start();
      }
    },
    async stop() {
      stopping = true;
      const ended = await Promise.allSettled(groups.map((group) => stopInReverse(group.filter((service) => begun.has(service)))));
      const failures = ended.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Error).message] : []));
      if (failures.length > 0) throw new Error(failures.join('; '));
    },
    readiness: () => worst(all),
  };
}

/** The first of them that is not ready, and why; ready where all are. */
export function worst(services: readonly Service[]): Readiness {
  for (const service of services) {
    const state = service.readiness();
    if (!state.ready) return { ready: false, reason: `${service.name}: ${state.reason ?? 'not ready'}` };
  }
  return { ready: true };
}

/** A service that stops badly does not keep those before it from being stopped. */
async function stopInReverse(services: readonly Service[]): Promise<void> {
  const failures: string[] = [];
  for (const service of [...services].reverse()) {
    await service.stop().catch((error: unknown) => failures.push(`${service.name}: ${(error as Error).message}`));
  }
  if (failures.length > 0) throw new Error(failures.join('; '));
}
