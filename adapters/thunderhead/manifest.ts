/** The manifest of a finished job, as the engine writes it. */
import { z } from 'zod';
import { mimeTypeSchema, pageCountSchema, readAnswer } from './answers';
import { errorText } from './states';

const CALL = 'manifest';

const transactionSchema = z.object({
  transactionNo: z.number().int().min(1),
  ok: z.boolean(),
  file: z.string().min(1).optional(),
  mimeType: mimeTypeSchema.optional(),
  pageCount: pageCountSchema,
  /** Where an engine says it, a file of another size is not whole. */
  sizeBytes: z.number().int().min(0).optional(),
  messages: z.array(z.object({ msgType: z.string(), msgID: z.string().default(''), msgText: z.string().default('') })).default([]),
});

const manifestSchema = z.object({ transactions: z.array(transactionSchema) });

export type Transaction =
  | {
      readonly transactionNo: number;
      readonly ok: true;
      readonly file: string;
      readonly contentType: string;
      readonly pages: number | null;
      readonly sizeBytes: number | null;
    }
  | { readonly transactionNo: number; readonly ok: false; readonly message: string };

function transactionOf(read: z.infer<typeof transactionSchema>): Transaction {
  const { transactionNo, ok, file, mimeType, pageCount, sizeBytes, messages } = read;
  const error = errorText(messages);
  if (!ok || error) return { transactionNo, ok: false, message: error ?? 'The engine gave no reason.' };
  if (!file || !mimeType) return { transactionNo, ok: false, message: 'The manifest names no file for it.' };
  return { transactionNo, ok: true, file, contentType: mimeType, pages: pageCount ?? null, sizeBytes: sizeBytes ?? null };
}

/** The transactions of a manifest's text. Throws EngineCallFailed('protocol') where it is truncated or not a manifest. */
export function readTransactions(text: string): Transaction[] {
  return readAnswer(CALL, manifestSchema, text).transactions.map(transactionOf);
}
