/** Examines items one by one: what is wrong with each, or the draft of its request. Holds the order of the checks. */
import type { Caller } from '../../domain/caller';
import { newId } from '../../domain/ids';
import type { UserError } from '../../domain/user-errors';
import type { DocumentType, ReferenceData, Source } from '../ports/reference-data';
import { bodyHash } from './rules/body-hash';
import { inspectData, partiesOf, type DataFault } from './rules/data-rules';
import { UnusableSchema, type DataSchemas } from './rules/data-schema';
import { eachAtOnce } from './pace';
import type { Draft, SubmissionTrace, SubmitInput } from './input';
import { engineConfigurationOf, faultOfSource, faultOfType, faultsOfTexts, formatNotOffered, isPossibleCode, quoted, userError } from './rules/item-rules';

/** Faults told of one item at most: enough to mend it, and no answer grows without bound. */
export const MAX_FAULTS = 100;
/** Codes asked for at the same time. */
const LOOKUPS_AT_ONCE = 20;

/** An item whose texts and data can be stored and are not too large: all that must hold before its idempotency key is looked at. */
export interface Item {
  readonly input: SubmitInput;
  /** Where it stands in the mutation's arguments. */
  readonly prefix: readonly string[];
  readonly source: string;
  readonly idempotencyKey: string | null;
  /** `data` as JSON. */
  readonly data: string;
  /** Hex; null where nobody compares it. */
  readonly hash: string | null;
}

/** The reference data that a call needs, each code asked for once. */
export interface Codes {
  readonly types: ReadonlyMap<string, DocumentType | null>;
  readonly sources: ReadonlyMap<string, Source | null>;
}

function dataInvalid(faults: readonly DataFault[], prefix: readonly string[]): UserError[] {
  return faults.map(({ path, message }) => {
    const where = path.length > 0 ? quoted(path.join('.')) : 'data';
    return userError([...prefix, 'data', ...path], 'DATA_INVALID', `${where} ${message}`);
  });
}

export class Examiner {
  constructor(
    private readonly referenceData: ReferenceData,
    private readonly schemas: DataSchemas,
    private readonly maxDataBytes: number,
  ) {}

  /** Takes an item in, or says why it cannot even be compared with an earlier one. `hashed`: also without a key of its own. */
  takeIn(caller: Caller, input: SubmitInput, prefix: readonly string[], hashed: boolean): Item | UserError[] {
    const inspection = inspectData(input.data, this.maxDataBytes, MAX_FAULTS);
    const data = inspection.tooLarge || inspection.faults.length > 0 ? '' : JSON.stringify(input.data);
    const errors = [...faultsOfTexts(input, prefix), ...dataInvalid(inspection.faults, prefix)];
    if (inspection.tooLarge || Buffer.byteLength(data) > this.maxDataBytes) {
      errors.push(userError([...prefix, 'data'], 'TOO_LARGE', `data has more than the ${this.maxDataBytes} bytes as JSON that are allowed`));
    }
    if (errors.length > 0) return errors;
    const source = input.source ?? caller.source;
    const idempotencyKey = input.idempotencyKey ?? null;
    return { input, prefix, source, idempotencyKey, data, hash: hashed || idempotencyKey !== null ? bodyHash(input, source) : null };
  }

  /** Reads what the items name. Rejects with ReferenceDataUnavailable. */
  async lookUp(caller: Caller, items: readonly Item[]): Promise<Codes> {
    const types = new Map<string, DocumentType | null>();
    const sources = new Map<string, Source | null>();
    for (const item of items) {
      types.set(item.input.documentType, null);
      sources.set(item.source, null);
    }
    await eachAtOnce(LOOKUPS_AT_ONCE, [...types.keys()].filter(isPossibleCode), async (code) => {
      types.set(code, await this.referenceData.documentType(caller.tenant, code));
    });
    await eachAtOnce(LOOKUPS_AT_ONCE, [...sources.keys()].filter(isPossibleCode), async (code) => {
      sources.set(code, await this.referenceData.source(caller.tenant, code));
    });
    return { types, sources };
  }

  /** @returns the draft, or at least one and at most `maxFaults` user errors of its data beside those of its other fields. */
  examine(caller: Caller, item: Item, codes: Codes, trace: SubmissionTrace, maxFaults: number): Draft | UserError[] {
    const { input, prefix } = item;
    const type = codes.types.get(input.documentType) ?? null;
    const source = codes.sources.get(item.source) ?? null;
    const unknown = faultOfType(input.documentType, type, prefix);
    const notAllowed = faultOfSource(caller, item.source, source, unknown ? null : type, prefix);
    const errors = [unknown, notAllowed].filter((error) => error !== null);
    if (!type || unknown) return errors;
    const engineConfiguration = engineConfigurationOf(type, input.format);
    if (engineConfiguration === null) errors.push(formatNotOffered(type, input.format, prefix));
    const { partyIds, faults } = this.examineData(type, item, maxFaults);
    errors.push(...faults);
    if (errors.length > 0 || engineConfiguration === null) return errors;
    return {
      id: newId(),
      tenant: caller.tenant,
      source: item.source,
      actor: caller.subject,
      clientReference: input.clientReference ?? null,
      documentType: type.code,
      documentTypeVersion: type.version,
      engineConfiguration,
      format: input.format,
      priority: input.priority,
      data: item.data,
      partyIds,
      idempotencyKey: item.idempotencyKey,
      bodyHash: item.idempotencyKey === null ? null : item.hash,
      ...trace,
    };
  }

  private examineData(type: DocumentType, item: Item, maxFaults: number): { partyIds: Draft['partyIds']; faults: UserError[] } {
    const { input, prefix } = item;
    const parties = partiesOf(input.data, type.partyFields);
    try {
      const faults = this.schemas.faults(type.dataSchema, input.data, maxFaults);
      const told = new Set(faults.map((fault) => fault.path.join('\0')));
      const ofParties = parties.faults.filter((fault) => !told.has(fault.path.join('\0')));
      return { partyIds: parties.partyIds, faults: dataInvalid([...faults, ...ofParties].slice(0, maxFaults), prefix) };
    } catch (error) {
      if (!(error instanceof UnusableSchema)) throw error;
      const message = `the schema of document type ${quoted(type.code)} version ${type.version} cannot be used and must be mended by an administrator: ${error.message}`;
      return { partyIds: null, faults: [userError([...prefix, 'documentType'], 'DATA_INVALID', message)] };
    }
  }
}
