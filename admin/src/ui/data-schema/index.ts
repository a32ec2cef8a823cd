/** What the screens know of document types' JSON Schemas; checking, which brings a large library, is loaded from ./check when it is needed. */
export { exampleOf } from './example';
export { isObject, partAt, propertiesOf, resolved, typesOf, type JsonObject } from './parts';
export type { Fault } from './check';

/** The checking part, loaded once. */
export function loadCheck(): Promise<typeof import('./check')> {
  return import('./check');
}

/** `policyHolder.address.city`, as people write a field. */
export function pathText(path: readonly string[]): string {
  return path.join('.');
}
