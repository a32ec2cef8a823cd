/** The two kinds of items that an administrator keeps, as the store and the routes need them: same calls, other fields. */
import type { z } from 'zod';
import type { DocumentFormat, JsonObject } from '../../domain/document';
import { documentTypeContent, sourceContent } from './content';
import { dataSchemaFaults } from './data-schema';
import type { Fault } from '../http/problems';

interface Item {
  readonly code: string;
  readonly title: string;
  readonly active: boolean;
  readonly version: number;
}

export type Source = Item;

export interface DocumentType extends Item {
  readonly formats: readonly DocumentFormat[];
  readonly dataSchema: JsonObject;
  readonly engineConfiguration: Readonly<Partial<Record<string, string>>>;
  readonly allowedSources: readonly string[];
  readonly partyFields: readonly string[];
}

/** What a version says, without what the service itself gives it. */
export type Content<T extends Item> = Omit<T, 'code' | 'version'>;

interface Column {
  readonly name: string;
  readonly type: 'text' | 'text[]' | 'json' | 'boolean';
}

/** Where a kind of item is kept, and what it is called. */
export interface KindTables {
  /** In cache keys, and in sentences for people. */
  readonly name: string;
  /** Segment of the path. */
  readonly path: string;
  /** Name of the list in an answer. */
  readonly list: string;
  readonly table: string;
  readonly versions: string;
  /** Column of the versions table for each field of a version. */
  readonly columns: Readonly<Record<string, Column>>;
}

export interface ItemKind<T extends Item> extends KindTables {
  readonly schema: z.ZodType<Content<T> & { code?: string; version?: number }>;
  /** Rules beyond the schema. */
  readonly furtherFaults: (content: Content<T>) => Fault[];
}

export const DOCUMENT_TYPES: ItemKind<DocumentType> = {
  name: 'document type',
  path: 'document-types',
  list: 'documentTypes',
  table: 'document_types',
  versions: 'document_type_versions',
  columns: {
    title: { name: 'title', type: 'text' },
    formats: { name: 'formats', type: 'text[]' },
    dataSchema: { name: 'data_schema', type: 'json' },
    engineConfiguration: { name: 'engine_configuration', type: 'json' },
    allowedSources: { name: 'allowed_sources', type: 'text[]' },
    partyFields: { name: 'party_fields', type: 'text[]' },
    active: { name: 'active', type: 'boolean' },
  } satisfies Record<keyof Content<DocumentType>, Column>,
  schema: documentTypeContent,
  furtherFaults: (content) => dataSchemaFaults(content.dataSchema),
};

export const SOURCES: ItemKind<Source> = {
  name: 'source',
  path: 'sources',
  list: 'sources',
  table: 'sources',
  versions: 'source_versions',
  columns: {
    title: { name: 'title', type: 'text' },
    active: { name: 'active', type: 'boolean' },
  } satisfies Record<keyof Content<Source>, Column>,
  schema: sourceContent,
  furtherFaults: () => [],
};

export type AnyItem = Item;
