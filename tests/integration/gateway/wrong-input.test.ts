import { exampleRequest } from '../../../reference-data/example-data';
import type { System } from '../../support/system';
import { ask, codes, follow, post } from './client';
import { startGateway } from './fixture';

const BODY_LIMIT = 200_000;
const AS_OF = '{ documentRequests { asOf } }';

/** Each is refused with the same code over HTTP and over WebSocket. */
const REFUSED: readonly { what: string; query: string; variables?: Record<string, unknown>; code: string; says: RegExp }[] = [
  { what: 'a syntax error', query: '{ documentRequests {', code: 'BAD_USER_INPUT', says: /Syntax Error/ },
  { what: 'an unknown field', query: '{ documentRequests { nope } }', code: 'BAD_USER_INPUT', says: /Cannot query field "nope"/ },
  { what: 'a variable of the wrong type', query: 'query ($first: Int) { documentRequests(first: $first) { asOf } }', variables: { first: 'many' }, code: 'BAD_USER_INPUT', says: /"\$first" got invalid value/ },
  { what: 'a variable that is missing', query: 'query ($id: ID!) { documentRequest(id: $id) { id } }', code: 'BAD_USER_INPUT', says: /"\$id" of required type/ },
  { what: 'a time that is none', query: 'query ($at: DateTime) { documentRequests(filter: { createdAfter: $at }) { asOf } }', variables: { at: 'yesterday' }, code: 'BAD_USER_INPUT', says: /DateTime cannot represent/ },
  { what: 'data that is no object', query: 'mutation ($data: JSONObject!) { submitDocumentRequest(input: { documentType: "X", data: $data }) { userErrors { code } } }', variables: { data: [1] }, code: 'BAD_USER_INPUT', says: /JSONObject cannot represent/ },
  { what: 'a cursor that is not ours', query: '{ documentRequests(after: "bm90LW91cnM") { asOf } }', code: 'BAD_USER_INPUT', says: /cursor/ },
  { what: 'a page beyond the limit', query: '{ documentRequests(first: 501) { asOf } }', code: 'TOO_LARGE', says: /at most 500/ },
  { what: 'a page of nothing', query: '{ documentRequests(first: 0) { asOf } }', code: 'BAD_USER_INPUT', says: /at least 1/ },
  { what: 'an operation nested too deeply', query: `{ documentRequests { edges { node { ${'timeline { request { '.repeat(8)} id ${'} } '.repeat(8)} } } } }`, code: 'TOO_LARGE', says: /nests more than 15/ },
  { what: 'an operation whose answer would be huge', query: '{ documentRequests(first: 500) { edges { node { timeline { request { timeline { request { timeline { at } } } } } } } } }', code: 'TOO_LARGE', says: /too many fields/ },
  { what: 'the same by the default of a variable', query: 'query ($first: Int = 500) { documentRequests(first: $first) { edges { node { timeline { request { timeline { request { timeline { at } } } } } } } } }', code: 'TOO_LARGE', says: /too many fields/ },
  { what: 'a document of thousands of fields', query: `{ ${'a: __typename '.repeat(2_500)} }`, code: 'TOO_LARGE', says: /selects 2500 fields/ },
  { what: 'selections nested by the thousand', query: `{ documentRequests ${'{ edges'.repeat(20_000)} ${'}'.repeat(20_000)} }`, code: 'TOO_LARGE', says: /nested too deeply/ },
  { what: 'data written out by the thousand levels', query: `mutation { submitDocumentRequest(input: { documentType: "X", data: ${'{a:'.repeat(1_500)}1${'}'.repeat(1_500)} }) { userErrors { code } } }`, code: 'TOO_LARGE', says: /nested too deeply/ },
  { what: 'an operation name that is not there', query: 'query A { documentRequests { asOf } } query B { documentRequests { asOf } }', code: 'BAD_USER_INPUT', says: /operation/i },
];

describe('wrong input', () => {
  let system: System;
  let url: string;
  let token: string;

  beforeAll(async () => {
    system = await startGateway({ LIMIT_BODY_BYTES: String(BODY_LIMIT) });
    url = system.gatewayUrl();
    token = await system.token();
  });
  afterAll(() => system.stop());

  test.each(REFUSED)('$what is $code over HTTP and WebSocket alike', async ({ query, variables, code, says }) => {
    const overHttp = await ask(url, token, query, variables);
    const overWebSocket = await follow(url, token, query, variables);
    for (const { errors } of [overHttp, overWebSocket]) {
      expect(codes({ errors })).toEqual([code]);
      expect(errors[0]?.message).toMatch(says);
    }
    expect(overHttp.text).not.toMatch(/node_modules|\.ts:\d|stacktrace/);
  });

  test('a subscription sent over HTTP is told where it belongs', async () => {
    const answer = await ask(url, token, 'subscription { statusFeed { sequence } }');
    expect([answer.status, codes(answer), answer.errors[0]?.message]).toEqual([400, ['BAD_USER_INPUT'], expect.stringMatching(/WebSocket/)]);
  });

  test.each([
    ['no JSON', '{"query":', 400, 'BAD_USER_INPUT'],
    ['a list of operations', '[{"query":"{ __typename }"}]', 400, 'BAD_USER_INPUT'],
    ['no query', '{}', 400, 'BAD_USER_INPUT'],
    ['a query that is no text', '{"query": 5}', 400, 'BAD_USER_INPUT'],
    ['beyond the limit', JSON.stringify({ query: AS_OF, variables: { pad: 'x'.repeat(BODY_LIMIT) } }), 413, 'TOO_LARGE'],
  ])('a body that is %s is refused with its code', async (_what, body, status, code) => {
    const answer = await post(url, token, body);
    expect([answer.status, codes(answer)]).toEqual([status, [code]]);
  });

  test('without a valid token nothing is answered, and the reason is said', async () => {
    const expired = await system.token({ ttlSeconds: -1 });
    const foreign = `${token.slice(0, -6)}AAAAAA`;
    for (const [bad, says] of [[null, /missing/], [expired, /expired/], [foreign, /not valid/], ['nonsense', /not valid/]] as const) {
      const answer = await ask(url, bad, AS_OF);
      expect([answer.status, codes(answer), answer.data]).toEqual([401, ['UNAUTHENTICATED'], null]);
      expect(answer.errors[0]?.message).toMatch(says);
      const { closed } = await follow(url, bad, AS_OF);
      expect(closed).toEqual({ code: 4403, reason: expect.stringMatching(says) });
    }
  });

  test('a trace is continued from the request, or begun, and goes with the document request that it made', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const query = 'mutation ($input: SubmitDocumentRequestInput!) { submitDocumentRequest(input: $input) { documentRequest { traceId } } }';
    const variables = { input: exampleRequest('POLICY_LETTER', 7) };
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: JSON.stringify({ query, variables }),
    });
    expect(answer.headers.get('x-trace-id')).toBe(traceId);
    expect(await answer.json()).toEqual({ data: { submitDocumentRequest: { documentRequest: { traceId } } } });
    const begun = await ask(url, token, query, variables);
    expect(begun.data?.submitDocumentRequest).toEqual({ documentRequest: { traceId: begun.headers.get('x-trace-id') } });
  });

  test('reference data away: what needs it is refused with a time to come back, never with a defect', async () => {
    await system.kill('reference-data', 'SIGKILL');
    const answer = await ask(url, token, '{ documentTypes { code } }');
    expect(answer.errors[0]?.extensions).toEqual({ code: 'REFERENCE_DATA_UNAVAILABLE', retryAfterSeconds: expect.any(Number) });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
