/** What a new system begins with: six kinds of documents and three sources for all tenants, parties for the tenant `demo`, and requests to try. */
import type { Sequelize } from 'sequelize';
import type { DocumentFormat, JsonObject } from '../../domain/document';
import { rows } from '../../models/database';
import { DOCUMENT_TYPES, SOURCES, type Content, type DocumentType, type Source } from '../items/kinds';
import { cacheKey, createItem, EVERYBODY } from '../items/store';
import { partyKey, importParties } from '../parties/store';
import { accountStatement } from './kinds/account-statement';
import { claimDecision } from './kinds/claim-decision';
import { invoice } from './kinds/invoice';
import { person, pick, recipientOf, type ExampleKind } from './kinds/kind';
import { policyLetter } from './kinds/policy-letter';
import { taxCertificate } from './kinds/tax-certificate';
import { welcomePack } from './kinds/welcome-pack';

const KINDS = {
  POLICY_LETTER: policyLetter,
  INVOICE: invoice,
  ACCOUNT_STATEMENT: accountStatement,
  CLAIM_DECISION: claimDecision,
  TAX_CERTIFICATE: taxCertificate,
  WELCOME_PACK: welcomePack,
} as const satisfies Record<string, ExampleKind>;

export type ExampleKindName = keyof typeof KINDS;
export const EXAMPLE_KINDS = Object.keys(KINDS) as ExampleKindName[];

const EXAMPLE_SOURCES: Readonly<Record<string, string>> = { CORE: 'Core system', PORTAL: 'Customer portal', BATCH: 'Nightly batch' };

/** The tenant that has parties on file. */
export const DEMO_TENANT = 'demo';
const PARTIES = 60;
const ACTOR = 'example-data';
/** Any constant of our own: held while example data is loaded. */
const LOCK_KEY = 7_305_002;

/** Input of submitDocumentRequest, as far as it is particular to one request. */
export interface ExampleRequest {
  readonly documentType: ExampleKindName;
  readonly data: JsonObject;
  readonly format: DocumentFormat;
  readonly clientReference: string;
}

/**
 * A request that the example types accept from the source CORE, the same for the same n; formats vary over those offered. With
 * `withParty` it names a party, which the tenant `demo` alone has.
 */
export function exampleRequest(kind: ExampleKindName, n: number, options: { withParty?: boolean } = {}): ExampleRequest {
  const { type, data }: ExampleKind = KINDS[kind];
  const [first, ...others] = type.formats;
  const partyId = options.withParty ? { partyId: partyIdOf(n % PARTIES) } : {};
  return {
    documentType: kind,
    data: data(n, { ...partyId, ...recipientOf(person(n)) }),
    format: pick([first ?? 'PDF', ...others], Math.floor(n / EXAMPLE_KINDS.length)),
    clientReference: `${kind.toLowerCase().replaceAll('_', '-')}-${n}`,
  };
}

function partyIdOf(n: number): string {
  return `P-${1001 + n}`;
}

function exampleParties() {
  return Array.from({ length: PARTIES }, (_, n) => {
    const { name, address, locale, email } = person(n);
    return { id: partyIdOf(n), name, address, locale, preferences: { channel: n % 3 === 0 ? 'EMAIL' : 'PRINT', email } };
  });
}

/** Loads all of it, in one transaction, where no reference data is there at all. @returns whether it did; of several callers one does. */
export async function loadExampleData(db: Sequelize): Promise<boolean> {
  return db.transaction(async (transaction) => {
    await db.query('SELECT pg_advisory_xact_lock($1)', { bind: [LOCK_KEY], transaction });
    const [there] = await rows<{ there: boolean }>(
      db,
      'SELECT EXISTS (SELECT FROM document_types) OR EXISTS (SELECT FROM sources) OR EXISTS (SELECT FROM parties) AS there',
      [],
      transaction,
    );
    if (there?.there) return false;
    const keys: string[] = [];
    for (const { type } of Object.values<ExampleKind>(KINDS)) {
      const { code, ...content } = type;
      const given: Content<DocumentType> = { ...content, active: true };
      await createItem(db, DOCUMENT_TYPES, { tenant: EVERYBODY, code }, 1, given, ACTOR, transaction);
      keys.push(cacheKey(DOCUMENT_TYPES, EVERYBODY, code));
    }
    for (const [code, title] of Object.entries(EXAMPLE_SOURCES)) {
      const given: Content<Source> = { title, active: true };
      await createItem(db, SOURCES, { tenant: EVERYBODY, code }, 1, given, ACTOR, transaction);
      keys.push(cacheKey(SOURCES, EVERYBODY, code));
    }
    const parties = exampleParties();
    await importParties(db, { tenant: DEMO_TENANT, actor: ACTOR }, parties, transaction);
    keys.push(...parties.map((party) => partyKey(DEMO_TENANT, party.id)));
    // A cache may remember that they were absent.
    await db.query('INSERT INTO reference_data_invalidations (cache_keys) VALUES ($1::text[])', { bind: [keys], transaction });
    return true;
  });
}
