/** A gateway with reference data and no engine: requests stay as the tests put them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOutputStore } from '../../../adapters/output-store';
import { exampleRequest } from '../../../reference-data/example-data';
import { startSystem, type System } from '../../support/system';
import { ask } from './client';

export const SUBMIT = `mutation Submit($input: SubmitDocumentRequestInput!) {
  submitDocumentRequest(input: $input) { documentRequest { id submissionId } userErrors { field code message } }
}`;
export const SUBMIT_BATCH = `mutation SubmitBatch($requests: [SubmitDocumentRequestInput!]!) {
  submitDocumentBatch(requests: $requests) { submission { id asOf } documentRequests { id } userErrors { field code message } }
}`;

export function startGateway(env: Record<string, string> = {}): Promise<System> {
  return startSystem({ roles: { 'reference-data': 1, gateway: 1 }, simulator: false, env });
}

/** One accepted request with its submission. */
export async function submitted(system: System, token: string): Promise<{ id: string; submissionId: string; asOf: string }> {
  const answer = await ask(system.gatewayUrl(), token, SUBMIT_BATCH, { requests: [exampleRequest('POLICY_LETTER', 1)] });
  const payload = answer.data?.submitDocumentBatch as { submission: { id: string; asOf: string }; documentRequests: [{ id: string }] } | undefined;
  if (!payload?.submission) throw new Error(`nothing was submitted: ${answer.text}`);
  return { id: payload.documentRequests[0].id, submissionId: payload.submission.id, asOf: payload.submission.asOf };
}

/** Gives a request a stored document, as settling would. */
export async function finished(system: System, requestId: string, content: string): Promise<void> {
  const file = join(system.home, 'finished.pdf');
  writeFileSync(file, content);
  const stored = await createOutputStore(join(system.home, 'outputs')).putFile(requestId, file);
  await system.db.query(
    `INSERT INTO document_outputs (request_id, tenant, engine_batch_id, attempt, store_key, content_type, size_bytes, pages, sha256)
     SELECT id, tenant, id, 1, $2, 'application/pdf', $3, 1, $4 FROM document_requests WHERE id = $1`,
    { bind: [requestId, stored.key, stored.sizeBytes, stored.sha256] },
  );
}
