/** Validation of `data` by a document type's JSON Schema (2020-12 with formats), compiled once per schema. */
import { createHash } from 'node:crypto';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../../../domain/document';
import { bounded } from './bounded';
import { pointerPath, type DataFault } from './data-rules';
import { isPlain } from './plain-schema';

/** The schema of a document type cannot be used: not the client's fault, and nothing of that type can pass until it is mended. */
export class UnusableSchema extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableSchema';
  }
}

interface UsableSchema {
  readonly validate: ValidateFunction;
  /** Whether its checks end in good time by themselves. */
  readonly plain: boolean;
  /** How long a check may take where they do not, in ms. */
  limitMs: number;
}
type Compiled = UsableSchema | UnusableSchema;

const MAX_MESSAGE = 500;
/** Longer than any sound check takes, on a machine that is busy too, in ms. */
const PATIENCE_MS = 250;
/** The same once a schema has shown that it can be kept busy: a batch may hold thousands of such data. */
const IMPATIENCE_MS = 25;
const ENDLESS: DataFault = {
  path: [],
  message: 'takes too long to be checked against the schema of its document type; shorten its texts and lists, or have the schema made simpler',
};

export class DataSchemas {
  /** By hash of the schema: a type's versions share what did not change, and no tenant can meet another's. */
  private readonly byHash: LRUCache<string, Compiled>;
  /** Reference data give the same object again and again: spares hashing it for each request. */
  private readonly byObject = new WeakMap<JsonObject, Compiled>();

  constructor(maxSchemas = 1_000) {
    this.byHash = new LRUCache({ max: maxSchemas });
  }

  /** @returns at most `limit` faults, none where data meet the schema. Throws UnusableSchema. */
  faults(schema: JsonObject, data: JsonObject, limit: number): DataFault[] {
    const usable = this.compiled(schema);
    if (usable instanceof UnusableSchema) throw usable;
    const { validate, plain } = usable;
    const valid = plain ? validate(data) : bounded(usable.limitMs, () => validate(data));
    if (valid === null) {
      usable.limitMs = IMPATIENCE_MS;
      return [ENDLESS];
    }
    if (valid) return [];
    // An `if` only repeats that its `then` or `else` was broken, whose own faults are there too.
    const errors = (validate.errors ?? []).filter((error) => error.keyword !== 'if');
    return errors.slice(0, limit).map(faultOf);
  }

  private compiled(schema: JsonObject): Compiled {
    const known = this.byObject.get(schema);
    if (known) return known;
    const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
    const compiled = this.byHash.get(hash) ?? compile(schema);
    this.byHash.set(hash, compiled);
    this.byObject.set(schema, compiled);
    return compiled;
  }
}

/** Knows the meta-schema, whose compilation takes far longer than that of any schema. */
const metaValidator = new Ajv2020({ strict: false, logger: false });

/** Each schema has an instance of its own: two versions may carry the same `$id`. */
function compile(schema: JsonObject): Compiled {
  try {
    if (!metaValidator.validateSchema(schema)) return new UnusableSchema(metaValidator.errorsText(metaValidator.errors));
    const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true, logger: false, validateSchema: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    return '$async' in validate ? new UnusableSchema('$async is not of JSON Schema 2020-12') : { validate, plain: isPlain(schema), limitMs: PATIENCE_MS };
  } catch (error) {
    return new UnusableSchema(error instanceof Error ? error.message : String(error));
  }
}

/** The property that a fault is about where it is not the instance itself: what is missing, or should not be there. */
function propertyOf(error: ErrorObject): string | null {
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = error.params as Record<string, unknown>;
  const name = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  return typeof name === 'string' ? name : null;
}

function messageOf(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') return 'is not a property that the document type knows';
  if (error.keyword === 'enum') return `must be one of ${JSON.stringify(error.params.allowedValues)}`;
  if (error.keyword === 'const') return `must be ${JSON.stringify(error.params.allowedValue)}`;
  return error.message ?? `breaks ${error.keyword}`;
}

function faultOf(error: ErrorObject): DataFault {
  const property = propertyOf(error);
  const path = pointerPath(error.instancePath);
  return { path: property === null ? path : [...path, property], message: messageOf(error).slice(0, MAX_MESSAGE) };
}
