/** A JSON Schema as people read it: fields without a title get one from their name. */
import type { RJSFSchema } from '@rjsf/utils';
import { isObject, type JsonObject } from '../../../ui/data-schema';

/** `policyNumber` → `Policy number`. */
export function words(name: string): string {
  const parts = name.replaceAll(/[_-]+/g, ' ').replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** The same schema with titles; nothing that is checked changes. */
export function humane(schema: JsonObject): RJSFSchema {
  return titled(schema) as RJSFSchema;
}

function titled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(titled);
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, key === 'enum' || key === 'const' || key === 'default' ? child : titled(child)]));
  if (isObject(copy.properties)) {
    copy.properties = Object.fromEntries(Object.entries(copy.properties).map(([name, part]) => [name, isObject(part) && part.title === undefined ? { title: words(name), ...part } : part]));
  }
  return copy;
}
