/** The values of our events, checked on write and on read. Field names are those of the GraphQL contract; docs/events.asyncapi.yaml describes them. */
import { z } from 'zod';
import { DocumentFormat, DocumentStatus, Priority, RetryCause, Stage } from '../domain/document';

const id = z.uuid();
const code = z.string().min(1).max(200);

/** oms.processing.v1 and oms.processing-high.v1: process this request, as its `attempt`. */
export const processingEventSchema = z.object({
  requestId: id,
  attempt: z.int().min(1),
  cause: z.enum(RetryCause),
  /** Who caused it: the submitter, an administrator, or the recovery job. */
  actor: z.string().min(1),
  documentType: code,
  documentTypeVersion: z.int().min(1),
  engineConfiguration: code,
  format: z.enum(DocumentFormat),
  priority: z.enum(Priority),
  submissionId: id.nullable(),
});
export type ProcessingEvent = z.infer<typeof processingEventSchema>;

/** oms.monitoring.v1: the engine has this batch; watch over it. */
export const monitoringEventSchema = z.object({
  batchId: id,
  /** Number of the transaction file that the engine took. */
  number: z.int().min(1),
});

/** oms.status.v1 and oms.final-status.v1: one status event with the facts of its request that never change. */
export const statusEventSchema = z.object({
  requestId: id,
  sequence: z.int().min(1),
  status: z.enum(DocumentStatus),
  final: z.boolean(),
  attempt: z.int().min(1),
  cause: z.enum(RetryCause),
  stage: z.enum(Stage).nullable(),
  message: z.string().nullable(),
  actor: z.string(),
  /** RFC 3339. */
  at: z.string(),
  source: code,
  documentType: code,
  documentTypeVersion: z.int().min(1),
  format: z.enum(DocumentFormat),
  priority: z.enum(Priority),
  clientReference: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  submissionId: id.nullable(),
  /** Of the request. RFC 3339. */
  createdAt: z.string(),
});
export type StatusEventValue = z.infer<typeof statusEventSchema>;

export const EVENT_SCHEMAS = {
  'oms.processing.requested': processingEventSchema,
  'oms.monitoring.requested': monitoringEventSchema,
  'oms.status.changed': statusEventSchema,
} as const;

export type EventType = keyof typeof EVENT_SCHEMAS;
export type EventValue<T extends EventType> = z.infer<(typeof EVENT_SCHEMAS)[T]>;
