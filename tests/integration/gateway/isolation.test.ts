import { exampleRequest } from '../../../reference-data/example-data';
import type { System } from '../../support/system';
import { ask, codes, follow, type Answer } from './client';
import { finished, startGateway, SUBMIT, submitted } from './fixture';

/** What is another tenant's looks exactly like what does not exist. */
describe('tenant isolation', () => {
  let system: System;
  let url: string;
  let theirs: { id: string; submissionId: string; asOf: string };
  let ours: string;
  let them: string;
  const unknown = '01900000-0000-7000-8000-000000000000';

  beforeAll(async () => {
    system = await startGateway();
    url = system.gatewayUrl();
    [ours, them] = await Promise.all([system.token({ tenant: 'ours', role: 'admin' }), system.token({ tenant: 'theirs', role: 'admin' })]);
    theirs = await submitted(system, them);
    await finished(system, theirs.id, '%PDF theirs');
  });
  afterAll(() => system.stop());

  const told = ({ status, text }: Answer) => ({ status, text });
  const same = async (operation: string, foreign: Record<string, unknown>, missing: Record<string, unknown>) => {
    const [one, other] = [await ask(url, ours, operation, foreign), await ask(url, ours, operation, missing)];
    expect(told(one)).toEqual(told(other));
    return one;
  };

  test('a foreign request or submission is null, by whatever id', async () => {
    const request = await same('query ($id: ID!) { documentRequest(id: $id) { id data output { url } timeline { actor } } }', { id: theirs.id }, { id: unknown });
    expect(request.data).toEqual({ documentRequest: null });
    const submission = await same('query ($id: ID!) { submission(id: $id) { total } }', { id: theirs.submissionId }, { id: unknown });
    expect(submission.data).toEqual({ submission: null });
  });

  test('lists and their counts hold nothing foreign, whatever the filter', async () => {
    const list = 'query ($filter: DocumentRequestFilter) { documentRequests(filter: $filter) { totalCount edges { node { id } } } }';
    const filters = [undefined, { search: theirs.id }, { submissionId: theirs.submissionId }, { documentType: 'POLICY_LETTER' }, { statuses: ['ACCEPTED'] }];
    for (const filter of filters) {
      expect((await ask(url, ours, list, { filter })).data).toEqual({ documentRequests: { totalCount: 0, edges: [] } });
    }
  });

  test('a foreign request can neither be cancelled nor told from one that does not exist', async () => {
    const cancel = await same('mutation ($id: ID!) { cancelDocumentRequest(id: $id) { documentRequest { id } } }', { id: theirs.id }, { id: unknown });
    expect(codes(cancel)).toEqual(['NOT_FOUND']);
    const still = await ask(url, them, 'query ($id: ID!) { documentRequest(id: $id) { status } }', { id: theirs.id });
    expect(still.data).toEqual({ documentRequest: { status: 'ACCEPTED' } });
  });

  test('subscriptions on foreign ids are NOT_FOUND', async () => {
    for (const id of [theirs.id, unknown]) {
      expect(codes(await follow(url, ours, 'subscription ($id: ID!) { documentRequestStatus(id: $id) { sequence } }', { id }))).toEqual(['NOT_FOUND']);
    }
    for (const id of [theirs.submissionId, unknown]) {
      expect(codes(await follow(url, ours, 'subscription ($id: ID!) { submissionProgress(id: $id) { total } }', { id }))).toEqual(['NOT_FOUND']);
    }
  });

  test('cursors of another tenant are refused everywhere', async () => {
    const page = await ask(url, them, '{ documentRequests(first: 1) { asOf edges { cursor node { timeline { cursor } } } } }');
    const { asOf, edges } = page.data?.documentRequests as { asOf: string; edges: [{ cursor: string; node: { timeline: [{ cursor: string }] } }] };
    const list = 'query ($after: String) { documentRequests(after: $after) { asOf } }';
    expect(codes(await ask(url, ours, list, { after: edges[0].cursor }))).toEqual(['BAD_USER_INPUT']);
    for (const after of [asOf, edges[0].node.timeline[0].cursor, theirs.asOf]) {
      expect(codes(await follow(url, ours, 'subscription ($after: Cursor) { statusFeed(after: $after) { requestId } }', { after }))).toEqual(['BAD_USER_INPUT']);
    }
  });

  test('an idempotency key of one tenant means nothing to another', async () => {
    const input = { ...exampleRequest('POLICY_LETTER', 5), idempotencyKey: 'shared-by-chance' };
    const idOf = (answer: Answer) => (answer.data?.submitDocumentRequest as { documentRequest: { id: string } }).documentRequest.id;
    const first = idOf(await ask(url, them, SUBMIT, { input }));
    expect(idOf(await ask(url, them, SUBMIT, { input }))).toBe(first);
    expect(idOf(await ask(url, ours, SUBMIT, { input }))).not.toBe(first);
  });

  test('a foreign document, an unknown one and an unfinished one are the same 404', async () => {
    const unfinished = await submitted(system, ours);
    const answers = await Promise.all(
      [theirs.id, unknown, unfinished.id, 'no-id-at-all'].map(async (id) => {
        const answer = await fetch(`${url}/documents/${id}`, { headers: { authorization: `Bearer ${ours}` } });
        return { status: answer.status, body: await answer.text() };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  test("a tenant's own document type is unknown to others", async () => {
    const save = `mutation ($input: DocumentTypeInput!) { saveDocumentType(input: $input, expectedVersion: 0) { documentType { version } userErrors { code field } } }`;
    const input = { code: 'THEIR_TYPE', title: 'Theirs', formats: ['PDF'], dataSchema: { type: 'object' }, engineConfiguration: { default: 'letter' } };
    expect((await ask(url, them, save, { input })).data).toEqual({ saveDocumentType: { documentType: { version: 1 }, userErrors: [] } });
    const read = '{ documentType(code: "THEIR_TYPE") { code } documentTypes { code } }';
    const seen = (await ask(url, ours, read)).data as { documentType: unknown; documentTypes: { code: string }[] };
    expect(seen.documentType).toBeNull();
    expect(seen.documentTypes.map(({ code }) => code)).not.toContain('THEIR_TYPE');
    const submit = await ask(url, ours, SUBMIT, { input: { documentType: 'THEIR_TYPE', data: {} } });
    expect(submit.data?.submitDocumentRequest).toMatchObject({ documentRequest: null, userErrors: [{ code: 'DOCUMENT_TYPE_UNKNOWN' }] });
  });
});
