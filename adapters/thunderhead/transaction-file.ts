/** The transaction file: the documents of one job, or of one render on demand, as the engine reads them. */
import type { DocumentFormat, JsonObject } from '../../domain/document';
import type { EngineDocument } from '../../services/ports/document-engine';

export interface TransactionFile {
  readonly documents: readonly {
    /** 1, 2, 3 … in the order of the documents: what the manifest refers to. */
    readonly transactionNo: number;
    readonly requestId: string;
    readonly attempt: number;
    readonly documentType: string;
    readonly format: DocumentFormat;
    readonly data: JsonObject;
  }[];
}

/** The file's text, JSON. */
export function transactionText(documents: readonly EngineDocument[]): string {
  const file: TransactionFile = {
    documents: documents.map(({ requestId, attempt, documentType, format, data }, index) => ({
      transactionNo: index + 1,
      requestId,
      attempt,
      documentType,
      format,
      data,
    })),
  };
  return JSON.stringify(file);
}
