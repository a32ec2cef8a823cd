/** Submissions on a real database, with reference data in memory: what the tests of this folder and of reading start from. */
import type { Sequelize } from 'sequelize';
import type { Caller } from '../../../domain/caller';
import { newTraceId, traceparentOf } from '../../../domain/ids';
import { openDatabase, row } from '../../../models/database';
import { ReferenceDataUnavailable, type DocumentType, type ReferenceData } from '../../../services/ports/reference-data';
import { OutboxGauge, SubmissionService, type SubmitInput } from '../../../services/submission';
import type { System } from '../../support/system';

export const client: Caller = { subject: 'core-system', tenant: 'acme', roles: ['client'], source: 'CORE', expiresAt: 0 };

const LETTER: DocumentType = {
  code: 'LETTER',
  title: 'Letter',
  formats: ['PDF'],
  dataSchema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  engineConfiguration: { default: 'letter-configuration' },
  allowedSources: [],
  partyFields: ['/holder'],
  active: true,
  version: 3,
};

/** LETTER and CORE exist. `calls` counts look-ups; while `away` is set there is no answer. */
export class FixedReferenceData implements Pick<ReferenceData, 'documentType' | 'source'> {
  calls = 0;
  away = false;

  async documentType(_: string, code: string): Promise<DocumentType | null> {
    await this.called();
    return code === LETTER.code ? LETTER : null;
  }

  async source(_: string, code: string) {
    await this.called();
    return code === 'CORE' ? { code, title: 'Core', active: true, version: 1 } : null;
  }

  private async called(): Promise<void> {
    this.calls += 1;
    await Promise.resolve();
    if (this.away) throw new ReferenceDataUnavailable('no answer');
  }
}

export interface Gateway {
  readonly database: Sequelize;
  readonly service: SubmissionService;
  readonly referenceData: FixedReferenceData;
}

/** What one gateway process has of submission: a pool and a service of its own. The caller closes the database. */
export function startGateway(system: System, options: { maxPending?: number; url?: string } = {}): Gateway & { gauge: OutboxGauge } {
  const url = options.url ?? system.env.DATABASE_URL ?? '';
  const database = openDatabase({ url, poolSize: 5, applicationName: 'submission-test', statementTimeoutMs: 30_000, idleInTransactionTimeoutMs: 5_000 });
  const referenceData = new FixedReferenceData();
  const gauge = new OutboxGauge({ database, maxPending: options.maxPending ?? 1_000_000, everyMs: 20 });
  const unused = () => Promise.reject(new Error('submission does not use this'));
  const port: ReferenceData = {
    documentType: (tenant, code) => referenceData.documentType(tenant, code),
    source: (tenant, code) => referenceData.source(tenant, code),
    documentTypeVersion: unused,
    documentTypes: unused,
    sources: unused,
    parties: unused,
    saveDocumentType: unused,
    saveSource: unused,
  };
  const service = new SubmissionService({ database, referenceData: port, outboxGauge: gauge, limits: { dataBytes: 10_000, batch: 10_000 } });
  return { database, service, referenceData, gauge };
}

export function letter(change: Partial<SubmitInput> = {}): SubmitInput {
  return { documentType: 'LETTER', data: { name: 'Ada' }, format: 'PDF', priority: 'NORMAL', ...change };
}

export function trace() {
  const traceId = newTraceId();
  return { traceId, traceparent: traceparentOf(traceId) };
}

export interface Stored {
  readonly submissions: number;
  readonly requests: number;
  readonly events: number;
  readonly outbox: number;
}

/** How many rows each table of a submission holds. */
export function stored(database: Sequelize): Promise<Stored> {
  return row<Stored>(
    database,
    `SELECT (SELECT count(*) FROM submissions) AS submissions, (SELECT count(*) FROM document_requests) AS requests,
            (SELECT count(*) FROM status_events) AS events, (SELECT count(*) FROM outbox_events) AS outbox`,
  );
}
