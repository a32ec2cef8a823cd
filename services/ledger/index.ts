/** services/ledger: whether Postgres, the status topic and the engine tell the same story. Reads only. */
import type { Sequelize } from 'sequelize';
import type { EventBroker } from '../../events/ports';
import type { RenderLedger } from '../ports/render-ledger';
import { Disagreements } from './disagreements';
import { compareRenders } from './renders';
import { accountTenants, type TenantAccount } from './tenants';
import { compareTopic, type TopicStory } from './topic';

/** Its name among the recorded runs. */
export const LEDGER_RUN = 'ledger';

export interface LedgerDeps {
  readonly database: Sequelize;
  readonly broker: EventBroker;
  readonly renderLedger: RenderLedger;
}

export interface LedgerReport {
  readonly tenants: readonly TenantAccount[];
  readonly topic: TopicStory;
  /** Documents that the engine's ledger holds; null where it keeps none, and nothing was compared with it. */
  readonly rendered: number | null;
  readonly disagreements: number;
  /** The first of them, one sentence each. */
  readonly examples: readonly string[];
}

/** Compares all three. May run while the system works: what changes meanwhile is not held against it. Rejects where one of them is away. */
export async function takeLedger({ database, broker, renderLedger }: LedgerDeps): Promise<LedgerReport> {
  const disagreements = new Disagreements();
  const tenants = await accountTenants(database, disagreements);
  const topic = await compareTopic(database, broker, disagreements);
  const rendered = await compareRenders(database, renderLedger, disagreements);
  return { tenants, topic, rendered, disagreements: disagreements.count, examples: disagreements.examples };
}
