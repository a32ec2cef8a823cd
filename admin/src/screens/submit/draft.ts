/** One request as it is being written. */
import { v4 } from 'uuid';
import type { DocumentFormat, Priority, SubmitDocumentRequestInput } from '../../generated/graphql';
import type { JsonObject } from '../../ui/data-schema';
import type { SourceToSubmit, TypeToSubmit } from './queries';

/** What goes with the data of a request. */
export interface Options {
  readonly format: DocumentFormat;
  readonly priority: Priority;
  readonly clientReference: string;
  /** Empty: the token's own. */
  readonly source: string;
  readonly idempotencyKey: string;
}

export function newKey(): string {
  return `screen-${v4()}`;
}

/** The source that an administrator begins with: the token's own where the type allows it, else the first that it does. */
export function firstSource(sources: readonly SourceToSubmit[], own: string | null): string {
  return sources.some(({ code }) => code === own) ? '' : (sources[0]?.code ?? '');
}

export function allowedSources(type: TypeToSubmit, sources: readonly SourceToSubmit[]): SourceToSubmit[] {
  return sources.filter(({ code, active }) => active && (type.allowedSources.length === 0 || type.allowedSources.includes(code)));
}

/** As the gateway takes it: what is empty is left out. */
export function inputOf(code: string, data: JsonObject, options: Options): SubmitDocumentRequestInput {
  const { format, priority, clientReference, source, idempotencyKey } = options;
  return {
    documentType: code,
    data,
    format,
    priority,
    ...(clientReference ? { clientReference } : {}),
    ...(source ? { source } : {}),
    ...(idempotencyKey ? { idempotencyKey } : {}),
  };
}
