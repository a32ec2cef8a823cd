/** A document type as it is being edited, and as it is saved. */
import type { DocumentFormat, DocumentTypeInput } from '../../../generated/graphql';
import { isObject, type JsonObject } from '../../../ui/data-schema';
import type { DocumentTypeRead } from '../queries';

/** Everything that an administrator may change. */
export interface Content {
  readonly title: string;
  readonly active: boolean;
  readonly formats: readonly DocumentFormat[];
  readonly allowedSources: readonly string[];
  readonly partyFields: readonly string[];
  /** The engine's configuration ids by format, and `default`. */
  readonly engineConfiguration: Readonly<Record<string, string>>;
  readonly dataSchema: JsonObject;
}

/** The schema as text while it is being written: it may be no JSON meanwhile. */
export type Draft = Omit<Content, 'dataSchema'> & { readonly schemaText: string };

export const FORMATS: readonly DocumentFormat[] = ['PDF', 'HTML', 'DOCX'];

const NEW: Content = {
  title: '',
  active: true,
  formats: ['PDF'],
  allowedSources: [],
  partyFields: [],
  engineConfiguration: { default: '' },
  dataSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 200 } }, additionalProperties: false },
};

export function contentOf(type: DocumentTypeRead | null): Content {
  if (!type) return NEW;
  const { title, active, formats, allowedSources, partyFields, engineConfiguration, dataSchema } = type;
  const configuration = Object.entries(engineConfiguration).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { title, active, formats, allowedSources, partyFields, engineConfiguration: Object.fromEntries(configuration), dataSchema };
}

export function draftOf({ dataSchema, ...rest }: Content): Draft {
  return { ...rest, schemaText: JSON.stringify(dataSchema, null, 2) };
}

/** Null while the schema's text is no JSON object. */
export function schemaOf({ schemaText }: Pick<Draft, 'schemaText'>): JsonObject | null {
  try {
    const schema: unknown = JSON.parse(schemaText);
    return isObject(schema) ? schema : null;
  } catch {
    return null;
  }
}

/** Configuration ids that are empty are left out. Null while the schema's text is no JSON object. */
export function completed(draft: Draft): Content | null {
  const dataSchema = schemaOf(draft);
  const { schemaText: _, ...rest } = draft;
  return dataSchema && { ...rest, engineConfiguration: Object.fromEntries(Object.entries(draft.engineConfiguration).filter(([, id]) => id !== '')), dataSchema };
}

export function inputOf(code: string, { formats, allowedSources, partyFields, ...rest }: Content): DocumentTypeInput {
  return { code, ...rest, formats: [...formats], allowedSources: [...allowedSources], partyFields: [...partyFields] };
}
