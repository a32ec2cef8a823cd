import { DocumentFormat, Priority, type SubmitDocumentRequestInput } from '../../schema';
import type { SubmitInput } from '../../services/submission';

/** The item as the use case takes it: an explicit null counts as left out. */
export function asSubmitInput(input: SubmitDocumentRequestInput): SubmitInput {
  return { ...input, format: input.format ?? DocumentFormat.PDF, priority: input.priority ?? Priority.NORMAL };
}
