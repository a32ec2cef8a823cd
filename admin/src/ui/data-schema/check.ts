/** Checks data against a document type's JSON Schema in the page, with the gateway's own rules, so that most faults are seen before sending. */
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonObject } from './parts';

/** One thing that is wrong: where, from the root of the data (or schema), and what. */
export interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

export interface DataCheck {
  /** What is wrong with `data`; empty where nothing is. */
  readonly faults: (data: unknown) => Fault[];
}

/** The same as the gateway's: see services/submission/rules/data-schema.ts. */
export const AJV_OPTIONS = { allErrors: true, strict: false, ownProperties: true, logger: false, validateSchema: false } as const;
const MAX_FAULTS = 100;

const metaValidator = new Ajv2020({ strict: false, allErrors: true, logger: false });

/** What keeps `schema` from being a JSON Schema 2020-12 that can be used; empty where nothing does. */
export function schemaFaults(schema: JsonObject): Fault[] {
  if (!metaValidator.validateSchema(schema)) {
    // That none of several alternatives fits only repeats what is wrong with each.
    const errors = (metaValidator.errors ?? []).filter(({ keyword }) => keyword !== 'anyOf');
    return [...new Map(errors.map((error) => [`${error.instancePath} ${error.message}`, faultOf(error)])).values()].slice(0, MAX_FAULTS);
  }
  try {
    compile(schema);
    return [];
  } catch (error) {
    return [{ path: [], message: error instanceof Error ? error.message : String(error) }];
  }
}

/** Throws where the schema cannot be used: ask schemaFaults first. */
export function dataCheck(schema: JsonObject): DataCheck {
  const validate = compile(schema);
  return {
    faults: (data) => {
      if (validate(data)) return [];
      // An `if` only repeats that its `then` or `else` was broken.
      return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').slice(0, MAX_FAULTS).map(faultOf);
    },
  };
}

function compile(schema: JsonObject) {
  const ajv = new Ajv2020(AJV_OPTIONS);
  addFormats(ajv);
  return ajv.compile(schema);
}

/** In the gateway's words. */
export function messageOf({ keyword, params, message }: Pick<ErrorObject, 'keyword' | 'params' | 'message'>): string {
  const { allowedValues, allowedValue } = params as { allowedValues?: unknown; allowedValue?: unknown };
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'is not a property that the document type knows';
  if (keyword === 'enum') return `must be one of ${JSON.stringify(allowedValues)}`;
  if (keyword === 'const') return `must be ${JSON.stringify(allowedValue)}`;
  return message ?? `breaks ${keyword}`;
}

function faultOf(error: ErrorObject): Fault {
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = error.params as Record<string, unknown>;
  const property = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { path: typeof property === 'string' ? [...path, property] : path, message: messageOf(error) };
}
