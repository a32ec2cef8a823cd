/** The transaction file as the engine reads it: what one job, or one render on demand, is to make. */
import { z } from 'zod';

const documentSchema = z.object({
  transactionNo: z.number().int().min(1),
  requestId: z.string().min(1).max(200),
  attempt: z.number().int().min(1),
  documentType: z.string().min(1).max(200),
  format: z.enum(['PDF', 'HTML', 'DOCX']),
  data: z.record(z.string(), z.unknown()),
});
const fileSchema = z.object({ documents: z.array(documentSchema).min(1).max(100_000) });

export type TransactionDocument = z.infer<typeof documentSchema>;

/** The documents of a transaction file, or one sentence about what is wrong with it. */
export function readTransactions(text: string): TransactionDocument[] | { readonly fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: 'the transaction data is not JSON' };
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return { fault: `the transaction data is not usable at ${first?.path.join('.') || 'its top'}: ${first?.message ?? 'unknown'}` };
  }
  const numbers = new Set(parsed.data.documents.map((document) => document.transactionNo));
  return numbers.size === parsed.data.documents.length ? parsed.data.documents : { fault: 'a transactionNo occurs twice' };
}
