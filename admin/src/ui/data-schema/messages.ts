/** The gateway's words for what breaks a keyword of a JSON Schema: see services/submission/rules/data-schema.ts. */

const BY_KEYWORD: Readonly<Record<string, (limit: unknown) => string>> = {
  required: () => 'is required',
  false: () => 'is not a property that the document type knows',
  enum: (values) => `must be one of ${JSON.stringify(values)}`,
  const: (value) => `must be ${JSON.stringify(value)}`,
  type: (type) => `must be ${Array.isArray(type) ? type.join(',') : String(type)}`,
  format: (format) => `must match format "${String(format)}"`,
  pattern: (pattern) => `must match pattern "${String(pattern)}"`,
  minLength: (limit) => `must NOT have fewer than ${String(limit)} characters`,
  maxLength: (limit) => `must NOT have more than ${String(limit)} characters`,
  minimum: (limit) => `must be >= ${String(limit)}`,
  maximum: (limit) => `must be <= ${String(limit)}`,
  exclusiveMinimum: (limit) => `must be > ${String(limit)}`,
  exclusiveMaximum: (limit) => `must be < ${String(limit)}`,
  multipleOf: (divisor) => `must be multiple of ${String(divisor)}`,
  minItems: (limit) => `must NOT have fewer than ${String(limit)} items`,
  maxItems: (limit) => `must NOT have more than ${String(limit)} items`,
  minProperties: (limit) => `must NOT have fewer than ${String(limit)} properties`,
  maxProperties: (limit) => `must NOT have more than ${String(limit)} properties`,
  anyOf: () => 'must match a schema in anyOf',
  oneOf: () => 'must match exactly one schema in oneOf',
  not: () => 'must NOT be valid',
};

/** `limit` is the keyword's own value where it is known; `otherwise` is said of what needs it and of keywords that have no words here. */
export function messageOf(keyword: string, limit: unknown, otherwise: string): string {
  const words = BY_KEYWORD[keyword];
  if (!words || (words.length > 0 && limit === undefined)) return otherwise;
  return words(limit);
}
