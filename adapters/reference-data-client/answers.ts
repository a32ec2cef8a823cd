/** What the service answers, checked: anything else counts as no answer. */
import { z } from 'zod';
import { DocumentFormat } from '../../domain/document';
import type { DocumentType, Party, Source } from '../../services/ports/reference-data';

const jsonObject = z.record(z.string(), z.unknown());
const version = z.int().min(1);

export const documentTypeSchema: z.ZodType<DocumentType> = z.object({
  code: z.string(),
  title: z.string(),
  formats: z.array(z.enum(DocumentFormat)),
  dataSchema: jsonObject,
  engineConfiguration: z.record(z.string(), z.string()),
  allowedSources: z.array(z.string()),
  partyFields: z.array(z.string()),
  active: z.boolean(),
  version,
});

export const sourceSchema: z.ZodType<Source> = z.object({ code: z.string(), title: z.string(), active: z.boolean(), version });

const partySchema: z.ZodType<Party> = z.object({
  id: z.string(),
  name: z.string(),
  address: jsonObject,
  locale: z.string(),
  preferences: jsonObject,
  version,
});

export const partyBatchSchema = z.object({ parties: z.array(partySchema), missing: z.array(z.string()) });

/** One page of the list named `list`. */
export function pageSchema<T>(list: string, item: z.ZodType<T>): z.ZodType<{ items: T[]; next: string | null }> {
  return z
    .looseObject({ next: z.string().nullable() })
    .transform((page) => ({ items: page[list], next: page.next }))
    .pipe(z.object({ items: z.array(item), next: z.string().nullable() }));
}

export const problemSchema = z.object({
  code: z.string(),
  detail: z.string().default(''),
  faults: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
