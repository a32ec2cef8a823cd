/** The values of our events, checked on write and on read. Field names are those of the GraphQL contract; docs/events.asyncapi.yaml describes them. */
import { z } from 'zod';
import { DocumentFormat, DocumentStatus, Priority, RecoveryStatus, RetryCause, Stage } from '../domain/document';
import { RetriggerRunState } from '../domain/retrigger-run';

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

/** oms.monitoring.v1: ask the engine again about this request's document, as its `attempt`; no second document is made. */
export const monitoringRetryEventSchema = z.object({
  requestId: id,
  /** The engine batch that it is in, and stays in. */
  batchId: id,
  attempt: z.int().min(1),
  cause: z.enum(RetryCause),
  /** Who caused it: an administrator, or the recovery job. */
  actor: z.string().min(1),
});
export type MonitoringRetryEvent = z.infer<typeof monitoringRetryEventSchema>;

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

/** oms.operations.v1: errors that were recorded, or whose recovery status changed, each as it then was. */
export const errorsChangedEventSchema = z.object({
  errors: z
    .array(
      z.object({
        id,
        recoveryStatus: z.enum(RecoveryStatus),
        /** RFC 3339, as the next. */
        nextAttemptAt: z.string().nullable(),
        resolvedAt: z.string().nullable(),
      }),
    )
    .min(1),
});
export type ChangedError = z.infer<typeof errorsChangedEventSchema>['errors'][number];

/** oms.operations.v1: a bulk retrigger began, moved on, or came to an end. */
export const runChangedEventSchema = z.object({ runId: id, state: z.enum(RetriggerRunState) });

export const EVENT_SCHEMAS = {
  'oms.processing.requested': processingEventSchema,
  'oms.monitoring.requested': monitoringEventSchema,
  'oms.monitoring.retry-requested': monitoringRetryEventSchema,
  'oms.status.changed': statusEventSchema,
  'oms.errors.changed': errorsChangedEventSchema,
  'oms.run.changed': runChangedEventSchema,
} as const;

export type EventType = keyof typeof EVENT_SCHEMAS;
export type EventValue<T extends EventType> = z.infer<(typeof EVENT_SCHEMAS)[T]>;
