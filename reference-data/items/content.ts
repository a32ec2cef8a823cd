/** What an administrator may say of a document type or a source: the rules of each field, beyond those of the data schema itself. */
import { z } from 'zod';
import { DocumentFormat } from '../../domain/document';

/** Begins with a letter or digit, so that a code is always one segment of a path. */
export const codeSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be 1 to 100 letters, digits, ".", "_" or "-" and begin with a letter or digit')
  .meta({ description: 'Unique within its owner.' });

/** One line of text that people read. */
export function lineSchema(maxLength: number) {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters');
}

const CONFIGURATION_KEYS = ['default', ...Object.keys(DocumentFormat)];
const versionSchema = z.int().min(1).optional().meta({ description: 'Read only: what is sent is ignored.' });

function unique(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

export const documentTypeContent = z
  .strictObject({
    code: codeSchema.optional(),
    title: lineSchema(200),
    formats: z.array(z.enum(DocumentFormat)).min(1, 'must offer at least one format').refine(unique, 'must not name a format twice'),
    dataSchema: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema 2020-12 of a request's data; at most 256 KiB, references within itself only." }),
    engineConfiguration: z
      .partialRecord(z.enum(CONFIGURATION_KEYS), lineSchema(200))
      .meta({ description: "The engine's batch configuration ids by format; `default` for those not named." }),
    allowedSources: z.array(codeSchema).max(1_000).refine(unique, 'must not name a source twice').default([]).meta({ description: 'Empty: every source of the tenant.' }),
    partyFields: z
      .array(z.string().max(500).regex(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON Pointer such as /policyHolder/partyId'))
      .max(50)
      .refine(unique, 'must not name a field twice')
      .default([])
      .meta({ description: 'JSON Pointers in data whose value is a party id.' }),
    active: z.boolean().default(true),
    version: versionSchema,
  })
  .refine(
    (item) => item.engineConfiguration.default !== undefined || item.formats.every((format) => item.engineConfiguration[format] !== undefined),
    { path: ['engineConfiguration'], message: 'must have an id for each of `formats`, or a `default`' },
  );

export const sourceContent = z.strictObject({
  code: codeSchema.optional(),
  title: lineSchema(200),
  active: z.boolean().default(true),
  version: versionSchema,
});
