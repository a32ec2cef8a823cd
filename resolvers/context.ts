/** What every resolver is given: who calls, the use cases, and the loaders of this one operation. */
import type { Caller } from '../domain/caller';
import { createLoaders, type Loaders } from './loaders';
import type { GatewayServices } from './services';

export interface Trace {
  readonly traceId: string;
  readonly traceparent: string;
}

/** One operation: a query, a mutation, or a subscription for as long as it lasts. */
export class OperationContext {
  loaders: Loaders;

  constructor(
    readonly services: GatewayServices,
    readonly caller: Caller,
    /** The caller's bearer token, passed on where the Reference Data API is to decide by it. */
    readonly token: string,
    readonly trace: Trace,
    /** `http(s)://host`: where documents are downloaded. */
    readonly publicUrl: string,
  ) {
    this.loaders = createLoaders(services, caller);
  }

  /** Forgets what was loaded: before a mutation, and at each event of a subscription, so that nothing stale is served. */
  refresh(): void {
    this.loaders = createLoaders(this.services, this.caller);
  }
}
