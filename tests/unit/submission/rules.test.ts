import fc from 'fast-check';
import type { Caller } from '../../../domain/caller';
import type { JsonObject } from '../../../domain/document';
import { accountStatement } from '../../../reference-data/example-data/kinds/account-statement';
import { claimDecision } from '../../../reference-data/example-data/kinds/claim-decision';
import { invoice } from '../../../reference-data/example-data/kinds/invoice';
import { policyLetter } from '../../../reference-data/example-data/kinds/policy-letter';
import { taxCertificate } from '../../../reference-data/example-data/kinds/tax-certificate';
import { welcomePack } from '../../../reference-data/example-data/kinds/welcome-pack';
import type { DocumentType } from '../../../services/ports/reference-data';
import { bodyHash, canonicalJson } from '../../../services/submission/rules/body-hash';
import { inspectData, partiesOf } from '../../../services/submission/rules/data-rules';
import { DataSchemas, UnusableSchema } from '../../../services/submission/rules/data-schema';
import { engineConfigurationOf, faultOfSource, faultOfText } from '../../../services/submission/rules/item-rules';
import { isPlain } from '../../../services/submission/rules/plain-schema';

const type: DocumentType = {
  code: 'LETTER',
  title: 'Letter',
  formats: ['PDF', 'DOCX'],
  dataSchema: {},
  engineConfiguration: { default: 'standard', DOCX: 'word' },
  allowedSources: [],
  partyFields: [],
  active: true,
  version: 1,
};
const source = { code: 'CORE', title: 'Core', active: true, version: 1 };
const caller: Caller = { subject: 'core-system', tenant: 'acme', roles: ['client'], source: 'CORE', expiresAt: 0 };

describe('the body under an idempotency key', () => {
  it('is the same whatever the order of its properties', () => {
    const reordered = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reordered);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reordered(member)]));
    };
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(value) === canonicalJson(reordered(value))));
  });

  it('is another one where any value differs', () => {
    const body = { documentType: 'LETTER', data: { a: 1 }, format: 'PDF', priority: 'NORMAL' } as const;
    const others = [{ ...body, format: 'DOCX' as const }, { ...body, priority: 'HIGH' as const }, { ...body, clientReference: 'x' }, { ...body, data: { a: '1' } }];
    const hashes = [bodyHash(body, 'CORE'), bodyHash(body, 'PORTAL'), ...others.map((other) => bodyHash(other, 'CORE'))];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(bodyHash({ ...body, clientReference: null, idempotencyKey: 'k' }, 'CORE')).toBe(hashes[0]);
  });
});

describe('data', () => {
  it('is refused where the database could not hold it, with the place', () => {
    const { faults } = inspectData({ ok: 'ü😀', a: { b: ['x', 'nul\u0000'] }, half: '\ud800', ['k\u0000']: 1, inf: Infinity }, 10_000, 100);
    expect(faults.map((fault) => fault.path.join('.'))).toEqual(['a.b.1', 'half', '', 'inf']);
  });

  it('is refused where it is nested too deep, without exhausting the stack', () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 50_000; level += 1) deep = { deep };
    expect(inspectData(deep, 1_000_000, 100).faults).toHaveLength(1);
  });

  it('is never called too large where its JSON is not, and is given up soon where it is', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => !inspectData(data, Buffer.byteLength(JSON.stringify(data)), 100).tooLarge));
    expect(inspectData({ list: new Array(20_000_000).fill(1) }, 10_000, 100)).toEqual({ faults: [], tooLarge: true });
  });

  it('has one fault for each that its schema finds, down to the property, and no more than asked for', () => {
    const schema = {
      type: 'object',
      required: ['name', 'a/b~c'],
      additionalProperties: false,
      properties: { name: { type: 'string' }, 'a/b~c': {}, mail: { type: 'string', format: 'email' }, lines: { type: 'array', items: { required: ['amount'] } } },
    };
    const schemas = new DataSchemas();
    const faults = schemas.faults(schema, { mail: 'nobody', lines: [{ amount: 1 }, {}], extra: 1 }, 100);
    expect(faults.map((fault) => fault.path.join('.')).sort()).toEqual(['a/b~c', 'extra', 'lines.1.amount', 'mail', 'name']);
    expect(schemas.faults(schema, { mail: 'nobody' }, 2)).toHaveLength(2);
    expect(schemas.faults(schema, { name: 'n', 'a/b~c': 1 }, 100)).toEqual([]);
  });

  it('is judged by its own properties, not by those that every object inherits', () => {
    expect(new DataSchemas().faults({ required: ['constructor'] }, {}, 100)).toHaveLength(1);
  });

  it('of a type whose schema cannot be used is told apart from data at fault, and two schemas may share an $id', () => {
    const schemas = new DataSchemas();
    for (const unusable of [{ $ref: 'https://example.com/elsewhere' }, { required: 'name' }, { type: 'text' }, { $schema: 'http://json-schema.org/draft-07/schema#' }]) {
      expect(() => schemas.faults(unusable, {}, 100)).toThrow(UnusableSchema);
    }
    expect(schemas.faults({ $id: 'https://example.com/one', required: ['a'] }, { a: 1 }, 100)).toEqual([]);
    expect(schemas.faults({ $id: 'https://example.com/one', required: ['b'] }, { a: 1 }, 100)).toHaveLength(1);
  });

  it('is refused where it could keep a pattern or a schema busy for hours, before the test’s own time is up', () => {
    const twice = (next: string) => ({ anyOf: [{ $ref: next }, { $ref: next, title: 'again' }] });
    const endless: [[JsonObject, JsonObject], ...[JsonObject, JsonObject][]] = [
      [{ properties: { a: { pattern: '^(a|a)*$' } } }, { a: `${'a'.repeat(60)}!` }],
      [{ properties: { a: { pattern: '[a-z]+@' } } }, { a: 'a'.repeat(200_000) }],
      [{ properties: { a: { uniqueItems: true, items: {} } } }, { a: Array.from({ length: 40_000 }, (_, n) => String(n)) }],
      [{ $defs: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`d${n}`, n < 39 ? twice(`#/$defs/d${n + 1}`) : { required: ['a'] }])), ...twice('#/$defs/d0') }, {}],
    ];
    for (const [schema, data] of endless) {
      expect(new DataSchemas().faults(schema, data, 100)).toEqual([{ path: [], message: expect.stringMatching(/takes too long/) }]);
    }
    expect(new DataSchemas().faults(endless[0][0], { a: 'aaa' }, 100)).toEqual([]);
  });

  it('of the example types is checked without a watch, which costs time', () => {
    for (const { type: example } of [accountStatement, claimDecision, invoice, policyLetter, taxCertificate, welcomePack]) {
      expect([example.code, isPlain(example.dataSchema)]).toEqual([example.code, true]);
    }
  });

  it('gives the parties that it names, and a fault where one is no string', () => {
    const { partyIds, faults } = partiesOf({ holder: { 'a/b': 'P1' }, payer: 7, list: ['P2'], none: null }, ['/holder/a~1b', '/payer', '/list/0', '/none', '/absent']);
    expect(partyIds).toEqual({ '/holder/a~1b': 'P1', '/list/0': 'P2' });
    expect(faults.map((fault) => fault.path)).toEqual([['payer']]);
  });
});

describe('an item', () => {
  it('takes the configuration of its format, else the default, and none that the type does not offer', () => {
    expect([engineConfigurationOf(type, 'DOCX'), engineConfigurationOf(type, 'PDF'), engineConfigurationOf(type, 'HTML')]).toEqual(['word', 'standard', null]);
    expect(engineConfigurationOf({ ...type, engineConfiguration: { DOCX: 'word' } }, 'PDF')).toBeNull();
  });

  it('may ask for the source of its token only, for any as an administrator, and for none that the type excludes', () => {
    const judge = (by: Caller, code: string, of: DocumentType = type) => faultOfSource(by, code, { ...source, code }, of, [])?.code ?? null;
    expect(judge(caller, 'CORE')).toBeNull();
    expect(judge(caller, 'PORTAL')).toBe('SOURCE_NOT_ALLOWED');
    expect(judge({ ...caller, roles: ['admin'] }, 'PORTAL')).toBeNull();
    expect(judge(caller, 'CORE', { ...type, allowedSources: ['PORTAL'] })).toBe('SOURCE_NOT_ALLOWED');
    expect(faultOfSource(caller, 'CORE', { ...source, active: false }, type, [])?.code).toBe('SOURCE_NOT_ALLOWED');
    expect(faultOfSource(caller, 'CORE', null, type, [])?.code).toBe('SOURCE_NOT_ALLOWED');
  });

  it('has references and keys of 1 to 200 characters that can be stored', () => {
    expect([faultOfText('x'.repeat(200), 'k'), faultOfText(null, 'k'), faultOfText(undefined, 'k')]).toEqual([null, null, null]);
    for (const bad of ['', 'x'.repeat(201), 'a\u0000', '\udc00']) expect(faultOfText(bad, 'k')).toMatch(/^k /);
  });
});
