/** The words of one document's life, exactly as the public GraphQL contract spells them. */

export const DocumentStatus = {
  ACCEPTED: 'ACCEPTED',
  PROCESSING: 'PROCESSING',
  GENERATING: 'GENERATING',
  RETRY_SCHEDULED: 'RETRY_SCHEDULED',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const;
export type DocumentStatus = keyof typeof DocumentStatus;

export const Stage = { PROCESSING: 'PROCESSING', MONITORING: 'MONITORING' } as const;
export type Stage = keyof typeof Stage;

export const RecoveryStatus = {
  PENDING: 'PENDING',
  RETRYING: 'RETRYING',
  RECOVERED: 'RECOVERED',
  FAILED_AGAIN: 'FAILED_AGAIN',
  EXHAUSTED: 'EXHAUSTED',
  DISMISSED: 'DISMISSED',
} as const;
export type RecoveryStatus = keyof typeof RecoveryStatus;

export const RetryCause = { SUBMITTED: 'SUBMITTED', RECOVERY: 'RECOVERY', RETRIGGER: 'RETRIGGER' } as const;
export type RetryCause = keyof typeof RetryCause;

export const DocumentFormat = { PDF: 'PDF', HTML: 'HTML', DOCX: 'DOCX' } as const;
export type DocumentFormat = keyof typeof DocumentFormat;

export const Priority = { HIGH: 'HIGH', NORMAL: 'NORMAL', LOW: 'LOW' } as const;
export type Priority = keyof typeof Priority;

/** A JSON object as clients send it: no array, no null, no scalar at the top. */
export type JsonObject = Record<string, unknown>;

/** The media type of a finished document by its format. */
export const CONTENT_TYPES: Readonly<Record<DocumentFormat, string>> = {
  PDF: 'application/pdf',
  HTML: 'text/html; charset=utf-8',
  DOCX: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};
