/**
 * The public GraphQL types and inputs (type-graphql). A class holds the plain fields of its type; a field that needs a look-up is added to it by its
 * own file under resolvers/. `schema.graphql` is what both together emit; `emit.ts` writes it.
 */
export * from './audit';
export * from './dead-letters';
export * from './enums';
export * from './scalars';
export * from './document-request';
export * from './document-request-paging';
export * from './processing-error';
export * from './error-groups';
export * from './error-lists';
export * from './reference-data';
export * from './retriggering';
export * from './status-event';
export * from './submission';
export * from './submission-inputs';
export * from './system-status';
export * from './user-error';
export * from './viewer';
