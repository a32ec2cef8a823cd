/** Which data schemas an administrator may save. */
import { dataSchemaFaults, MAX_SCHEMA_BYTES } from '../../../reference-data/items/data-schema';
import { isRepetitive } from '../../../reference-data/items/repetitive-pattern';

function pointers(schema: Record<string, unknown>): string[] {
  return [...new Set(dataSchemaFaults(schema).map((fault) => fault.pointer))];
}

it('takes a schema that refers to its own parts', () => {
  expect(dataSchemaFaults({ type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string', format: 'date' } } })).toEqual([]);
});

it.each([
  ['a reference to elsewhere', { properties: { a: { $ref: 'https://example.org/a.json' } } }, '/dataSchema/properties/a/$ref'],
  ['a type that there is not', { properties: { 'a/b': { type: 'objekt' } } }, '/dataSchema/properties/a~1b/type'],
  ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/dataSchema/$schema'],
  ['a reference that leads nowhere', { $ref: '#/$defs/missing' }, '/dataSchema'],
  ['a top that is no object', { type: 'array' }, '/dataSchema/type'],
  ['a pattern that is none', { properties: { a: { pattern: '(' } } }, '/dataSchema/properties/a/pattern'],
  ['a pattern that can take forever', { properties: { a: { pattern: '^(a+)+$' } } }, '/dataSchema/properties/a/pattern'],
  ['asynchronous validation', { $async: true }, '/dataSchema/$async'],
])('points at %s', (_what, schema, pointer) => {
  expect(pointers(schema)).toEqual([pointer]);
});

it('refuses what is too large or too deep, without running out of stack', () => {
  expect(pointers({ description: 'x'.repeat(MAX_SCHEMA_BYTES) })).toEqual(['/dataSchema']);
  let deep: Record<string, unknown> = {};
  for (let level = 0; level < 50_000; level += 1) deep = { not: deep };
  expect(pointers(deep)).toEqual(['/dataSchema']);
});

it('does not suspect patterns whose repetitions are kept apart', () => {
  for (const pattern of ['^([A-Z]+-)+$', '^[0-9]{4}-[0-9]{6}$', '(ab)+', '^(\\d+\\.)*$', '[(+)+]+', '\\(a+\\)+', '^(?:[a-z]+,)*end$']) {
    expect([pattern, isRepetitive(pattern)]).toEqual([pattern, false]);
  }
  for (const pattern of ['(a*)*', '(?:a+)+b', '([a-z]+,?)*', '((a+)b?)+', '(?<n>x{2,})+', '(b|a+)*']) {
    expect([pattern, isRepetitive(pattern)]).toEqual([pattern, true]);
  }
});
