/**
 * What a field of the schema does: authorise, call one use case, map. A folder per subject, a small file per root field or looked-up field.
 * `schema.ts` lists them all, `context.ts` is what each is given, `loaders.ts` keeps lists from querying per row, `shared-reads.ts` does the same for
 * operations of the same moment, `rights.ts` holds the roles.
 */
export { buildGatewaySchema } from './schema';
export { OperationContext, type Trace } from './context';
export type { GatewayServices } from './services';
export { SharedReads } from './shared-reads';
