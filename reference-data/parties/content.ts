/** What may be said of a party. */
import { z } from 'zod';
import { lineSchema } from '../items/content';

const MAX_DEPTH = 16;
const MAX_BYTES = 64 * 1024;

/** Goes no deeper than it must, so that no body exhausts the stack. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(levels - 1, child));
}

const objectSchema = z
  .record(z.string(), z.unknown())
  .refine((value) => !isDeeperThan(MAX_DEPTH, value), { message: `must not be nested more than ${MAX_DEPTH} levels deep`, abort: true })
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_BYTES, 'must have at most 64 KiB as JSON')
  .default({});

export const partyIdSchema = lineSchema(200).meta({ description: 'Unique within the tenant.' });

export const partyContent = z.strictObject({
  id: partyIdSchema.optional(),
  name: lineSchema(500),
  address: objectSchema,
  locale: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language tag such as en or de-CH')
    .default('en'),
  preferences: objectSchema,
  version: z.int().min(1).optional().meta({ description: 'Read only: what is sent is ignored.' }),
});
export type PartyContent = Omit<z.infer<typeof partyContent>, 'id' | 'version'>;

/** One line of an import. */
export const partyLine = partyContent.required({ id: true });

export type Party = PartyContent & { readonly id: string; readonly version: number };

export const batchGetBody = z.strictObject({
  ids: z.array(z.string()).max(1_000, 'must have at most 1,000 ids; ask again for the others'),
});
