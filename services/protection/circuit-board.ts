/**
 * services/protection: the breakers of this process, told to the rest of the system. Each has a row in circuit_states, renewed while the process
 * lives, so that whoever looks knows a breaker's state from that of a process which is gone.
 */
import type { Sequelize } from 'sequelize';
import type { Logger } from '../../platform/logging';
import { gauge } from '../../platform/metrics';
import type { Readiness, Service } from '../../platform/service';
import type { Circuit } from '../ports/circuit';

export interface ShownCircuit {
  readonly api: 'engine' | 'reference-data';
  readonly circuit: Circuit;
}

export interface CircuitBoardOptions {
  readonly database: Sequelize;
  readonly logger: Logger;
  readonly role: 'processing' | 'monitoring' | 'gateway';
  /** This process. */
  readonly instance: string;
  readonly circuits: readonly ShownCircuit[];
}

/** Rows are renewed this often, in ms. */
const RENEW_MS = 2_000;
/** Rows of processes that are gone are cleared after this, in ms. */
const FORGET_MS = 600_000;

const open = gauge('oms_circuit_open', 'Whether the breaker of an outside API keeps this process from calling it: 1, else 0.', ['api', 'role'] as const);

export class CircuitBoard implements Service {
  readonly name = 'circuit board';
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: CircuitBoardOptions) {}

  start(): Promise<void> {
    const { circuits, logger, role } = this.options;
    for (const { api, circuit } of circuits) {
      open.set({ api, role }, 0);
      circuit.onChange((state) => {
        open.set({ api, role }, state === 'closed' ? 0 : 1);
        if (state !== 'half-open') logger.warn({ api, state }, 'a breaker changed');
        this.write();
      });
    }
    this.timer = setInterval(() => this.write(), RENEW_MS);
    this.write();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearInterval(this.timer);
    await this.writing;
    await this.options.database
      .query('DELETE FROM circuit_states WHERE instance = $1 AND role = $2', { bind: [this.options.instance, this.options.role] })
      .catch(() => undefined);
  }

  readiness(): Readiness {
    return { ready: true };
  }

  /** One after the other, so that an older state never overwrites a newer one. What cannot be written now is written by the next turn. */
  private write(): void {
    if (this.stopped) return;
    this.writing = this.writing.then(() => this.writeNow()).catch((error: unknown) => {
      this.options.logger.debug({ reason: (error as Error).message }, 'the state of breakers could not be told');
    });
  }

  private async writeNow(): Promise<void> {
    const { database, circuits, instance, role } = this.options;
    await database.query(
      `INSERT INTO circuit_states (api, instance, role, state, updated_at)
       SELECT c.api, $2, $3, c.state, clock_timestamp() FROM unnest($1::text[], $4::text[]) AS c(api, state)
       ON CONFLICT (api, instance, role) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
      { bind: [circuits.map(({ api }) => api), instance, role, circuits.map(({ circuit }) => circuit.state)] },
    );
    await database.query(`DELETE FROM circuit_states WHERE updated_at < clock_timestamp() - make_interval(secs => $1::int / 1000.0)`, { bind: [FORGET_MS] });
  }
}
