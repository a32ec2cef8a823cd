import type { Role } from '../../../domain/caller';
import { exampleRequest } from '../../../reference-data/example-data';
import type { System } from '../../support/system';
import { ask, codes, follow } from './client';
import { finished, startGateway, submitted } from './fixture';

const ROLES: readonly Role[] = ['client', 'viewer', 'admin', 'operator', 'service'];
const UNKNOWN = '01900000-0000-7000-8000-000000000000';

type Field = { name: string; operation: (ids: { id: string; submissionId: string }) => string; allowed: readonly Role[]; follows?: true };

const READERS: readonly Role[] = ['client', 'viewer', 'admin', 'operator'];
const CONTENT: readonly Role[] = ['client', 'viewer', 'admin'];
const INPUT = `{ documentType: "NO_SUCH_TYPE", data: {} }`;

/** The contract's table of roles, field by field. Mutations are called so that they change nothing. */
const FIELDS: readonly Field[] = [
  { name: 'documentRequest', operation: ({ id }) => `{ documentRequest(id: "${id}") { id status timeline { cursor } errors { id } engineBatch { id } } }`, allowed: READERS },
  { name: 'documentRequest.data', operation: ({ id }) => `{ documentRequest(id: "${id}") { data } }`, allowed: CONTENT },
  { name: 'documentRequest.output', operation: ({ id }) => `{ documentRequest(id: "${id}") { output { url } } }`, allowed: CONTENT },
  { name: 'documentRequests', operation: () => `{ documentRequests { totalCount asOf edges { cursor node { id } } } }`, allowed: READERS },
  { name: 'submission', operation: ({ submissionId }) => `{ submission(id: "${submissionId}") { total final asOf counts { accepted } } }`, allowed: READERS },
  { name: 'documentTypes', operation: () => `{ documentTypes { code } }`, allowed: CONTENT },
  { name: 'documentType', operation: () => `{ documentType(code: "POLICY_LETTER") { code } }`, allowed: CONTENT },
  { name: 'sources', operation: () => `{ sources { code } }`, allowed: CONTENT },
  { name: 'processingErrors', operation: () => `{ processingErrors { totalCount edges { cursor node { id } } } }`, allowed: READERS },
  { name: 'retriggerRun', operation: () => `{ retriggerRun(id: "${UNKNOWN}") { id } }`, allowed: READERS },
  { name: 'viewer', operation: () => `{ viewer { subject tenant roles source expiresAt } }`, allowed: ROLES },
  { name: 'retriggerRuns', operation: () => `{ retriggerRuns { edges { cursor node { id } } } }`, allowed: ['admin', 'operator'] },
  { name: 'errorGroups', operation: () => `{ errorGroups { stage code count explanation { meaning } } }`, allowed: ['admin', 'operator'] },
  { name: 'throughput', operation: () => `{ throughput { at accepted } }`, allowed: ['admin', 'operator'] },
  { name: 'systemStatusChanged', operation: () => `subscription { systemStatusChanged { openErrors nextRecoveryRunAt errorGroups { code } } }`, allowed: ['operator'], follows: true },
  { name: 'systemStatus', operation: () => `{ systemStatus { openErrors } }`, allowed: ['operator'] },
  { name: 'deadLetters', operation: () => `{ deadLetters { totalCount edges { cursor node { id } } } }`, allowed: ['operator'] },
  { name: 'deadLetter', operation: () => `{ deadLetter(id: "${UNKNOWN}") { id } }`, allowed: ['operator'] },
  { name: 'replayDeadLetters', operation: () => `mutation { replayDeadLetters(ids: ["${UNKNOWN}"]) { userErrors { code } } }`, allowed: ['operator'] },
  { name: 'auditLog', operation: () => `{ auditLog { edges { cursor node { id details } } } }`, allowed: ['admin', 'operator'] },
  { name: 'retriggerErrors', operation: () => `mutation { retriggerErrors(filter: {}) { userErrors { code } } }`, allowed: ['admin'] },
  { name: 'dismissErrors', operation: () => `mutation { dismissErrors(filter: {}, note: "x") { userErrors { code } } }`, allowed: ['admin'] },
  { name: 'reopenErrors', operation: () => `mutation { reopenErrors(filter: {}, note: "x") { userErrors { code } } }`, allowed: ['admin'] },
  { name: 'submitDocumentRequest', operation: () => `mutation { submitDocumentRequest(input: ${INPUT}) { userErrors { code } } }`, allowed: ['client', 'admin'] },
  { name: 'submitDocumentBatch', operation: () => `mutation { submitDocumentBatch(requests: [${INPUT}]) { userErrors { code } } }`, allowed: ['client', 'admin'] },
  { name: 'saveDocumentType', operation: () => `mutation { saveDocumentType(input: { code: "X", title: "x", formats: [PDF], dataSchema: {}, engineConfiguration: {} }, expectedVersion: -1) { userErrors { code } } }`, allowed: ['admin'] },
  { name: 'saveSource', operation: () => `mutation { saveSource(input: { code: "X", title: "x" }, expectedVersion: -1) { userErrors { code } } }`, allowed: ['admin'] },
  { name: 'documentRequestStatus', operation: ({ id }) => `subscription { documentRequestStatus(id: "${id}") { sequence } }`, allowed: READERS, follows: true },
  { name: 'submissionProgress', operation: ({ submissionId }) => `subscription { submissionProgress(id: "${submissionId}") { total } }`, allowed: READERS, follows: true },
];

describe('rights', () => {
  let system: System;
  let ids: { id: string; submissionId: string; asOf: string };

  beforeAll(async () => {
    system = await startGateway();
    ids = await submitted(system, await system.token());
  });
  afterAll(() => system.stop());

  const tokenOf = (role: Role) => system.token({ role, tenant: role === 'operator' || role === 'service' ? '*' : 'demo' });

  test.each(FIELDS)('$name is answered to the roles that may have it and FORBIDDEN to all others', async ({ operation, allowed, follows }) => {
    for (const role of ROLES) {
      const token = await tokenOf(role);
      const answer = follows
        ? await follow(system.gatewayUrl(), token, operation(ids), {}, 1)
        : await ask(system.gatewayUrl(), token, operation(ids));
      expect({ role, codes: codes(answer) }).toEqual({ role, codes: allowed.includes(role) ? [] : ['FORBIDDEN'] });
    }
  });

  test.each(['stopRetriggerRun', 'resumeRetriggerRun'])('%s is for administrators alone', async (name) => {
    const steer = `mutation { ${name}(id: "${UNKNOWN}") { run { id } } }`;
    for (const role of ROLES) expect(codes(await ask(system.gatewayUrl(), await tokenOf(role), steer))).toEqual([role === 'admin' ? 'NOT_FOUND' : 'FORBIDDEN']);
  });

  test('errors and runs are followed by administrators and operators alone', async () => {
    for (const role of ROLES) {
      const progress = `subscription { retriggerRunProgress(id: "${UNKNOWN}") { id } }`;
      const allowed = role === 'admin' || role === 'operator';
      expect(codes(await follow(system.gatewayUrl(), await tokenOf(role), progress))).toEqual([allowed ? 'NOT_FOUND' : 'FORBIDDEN']);
      if (!allowed) expect(codes(await follow(system.gatewayUrl(), await tokenOf(role), 'subscription { errorFeed { id } }'))).toEqual(['FORBIDDEN']);
    }
  });

  test('the status feed is open to readers alone', async () => {
    const feed = 'subscription ($after: Cursor) { statusFeed(after: $after) { requestId } }';
    expect(codes(await follow(system.gatewayUrl(), await tokenOf('service'), feed))).toEqual(['FORBIDDEN']);
  });

  test("a client cancels its own source's requests only, an administrator any, a viewer none", async () => {
    const cancel = `mutation ($id: ID!) { cancelDocumentRequest(id: $id) { documentRequest { id status } userErrors { code } } }`;
    const { id } = await submitted(system, await system.token());
    const url = system.gatewayUrl();
    expect(codes(await ask(url, await system.token({ source: 'PORTAL' }), cancel, { id }))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(url, await tokenOf('viewer'), cancel, { id }))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(url, await tokenOf('operator'), cancel, { id }))).toEqual(['FORBIDDEN']);
    expect(codes(await ask(url, await tokenOf('admin'), cancel, { id: UNKNOWN }))).toEqual(['NOT_FOUND']);
    const done = await ask(url, await system.token({ role: 'admin', source: 'PORTAL' }), cancel, { id });
    expect(done.data?.cancelDocumentRequest).toEqual({ documentRequest: { id, status: 'CANCELLED' }, userErrors: [] });
    const again = await ask(url, await system.token(), cancel, { id });
    expect(again.data?.cancelDocumentRequest).toMatchObject({ userErrors: [{ code: 'ALREADY_FINAL' }] });
  });

  test('a source other than the token’s own may be named by an administrator alone', async () => {
    const submit = `mutation ($input: SubmitDocumentRequestInput!) { submitDocumentRequest(input: $input) { documentRequest { source } userErrors { code field } } }`;
    const input = { ...exampleRequest('POLICY_LETTER', 2), source: 'PORTAL' };
    const refused = await ask(system.gatewayUrl(), await tokenOf('client'), submit, { input });
    expect(refused.data?.submitDocumentRequest).toEqual({ documentRequest: null, userErrors: [{ code: 'SOURCE_NOT_ALLOWED', field: ['input', 'source'] }] });
    const taken = await ask(system.gatewayUrl(), await tokenOf('admin'), submit, { input });
    expect(taken.data?.submitDocumentRequest).toEqual({ documentRequest: { source: 'PORTAL' }, userErrors: [] });
  });

  test('a finished document is downloaded by those who may read content, whole and cacheable, and by nobody else', async () => {
    await finished(system, ids.id, '%PDF the letter');
    const url = await ask(system.gatewayUrl(), await tokenOf('viewer'), `{ documentRequest(id: "${ids.id}") { output { url sha256 sizeBytes } } }`);
    const { output } = url.data?.documentRequest as { output: { url: string; sha256: string; sizeBytes: number } };
    const download = async (role: Role | null, headers: Record<string, string> = {}) =>
      fetch(output.url, { headers: { ...headers, ...(role ? { authorization: `Bearer ${await tokenOf(role)}` } : {}) } });

    for (const role of CONTENT) {
      const got = await download(role);
      expect([got.status, await got.text(), got.headers.get('etag')]).toEqual([200, '%PDF the letter', `"${output.sha256}"`]);
      expect(got.headers.get('content-length')).toBe(String(output.sizeBytes));
      expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename="POLICY_LETTER-[A-Za-z0-9._-]+\.pdf"$/);
    }
    expect((await download('viewer', { 'if-none-match': `"${output.sha256}"` })).status).toBe(304);
    const refusals = await Promise.all((['operator', 'service', null] as const).map((role) => download(role)));
    expect(refusals.map(({ status, headers }) => [status, headers.get('content-type')?.split(';')[0]])).toEqual([
      [403, 'application/problem+json'],
      [403, 'application/problem+json'],
      [401, 'application/problem+json'],
    ]);
  });
});
