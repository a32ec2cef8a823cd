/** The W3C trace of a request: continued from its `traceparent`, else begun here. */
import type { IncomingHttpHeaders } from 'node:http';
import { newTraceId, traceIdOf, traceparentOf } from '../../domain/ids';
import type { Trace } from '../../resolvers';

/** The trace that these headers belong to. */
export function traceOf(headers: IncomingHttpHeaders): Trace {
  const given = headers.traceparent;
  const traceId = traceIdOf(typeof given === 'string' ? given : null) ?? newTraceId();
  return { traceId, traceparent: traceparentOf(traceId) };
}
