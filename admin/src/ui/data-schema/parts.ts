/** Finding one's way through a JSON Schema: references within it, and the part that describes a field. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MAX_REFERENCES = 20;

/** `part` with its `$ref` followed, what stands beside the reference winning. Null where it leads nowhere. */
export function resolved(root: JsonObject, part: unknown): JsonObject | null {
  let found: unknown = part;
  for (let steps = 0; isObject(found) && typeof found.$ref === 'string'; steps += 1) {
    if (steps > MAX_REFERENCES || !found.$ref.startsWith('#')) return null;
    const { $ref, ...beside }: JsonObject & { $ref?: unknown } = found;
    const target: unknown = String($ref)
      .split('/')
      .slice(1)
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), root);
    found = isObject(target) ? { ...target, ...beside } : null;
  }
  return isObject(found) ? found : null;
}

/** The properties that a schema names for an object. */
export function propertiesOf(schema: JsonObject): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}

export function requiredOf(schema: JsonObject): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema.required) ? schema.required : []);
}

/** The schema of the value at `path`; null where the schema does not say. */
export function partAt(root: JsonObject, path: readonly string[]): JsonObject | null {
  let part = resolved(root, root);
  for (const token of path) {
    if (!part) return null;
    part = resolved(root, propertiesOf(part)[token] ?? (/^\d+$/.test(token) ? part.items : undefined));
  }
  return part;
}

export function typesOf(schema: JsonObject | null): readonly string[] {
  const type = schema?.type;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.filter((each): each is string => typeof each === 'string');
  return schema && 'properties' in schema ? ['object'] : [];
}
