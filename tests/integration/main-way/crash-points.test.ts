import { createOmsClient, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { allCompleted, letters, submitLetters } from '../claims/world';

describe('a process killed at a commit', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 1, processing: 1, 'reference-data': 1 },
      env: { CLAIM_LEASE_MS: '1500' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token(), timeoutMs: 3_000 });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const requestsUnder = async (key: string) =>
    rows<{ id: string }>(system.db, 'SELECT id FROM document_requests WHERE idempotency_key = $1', [key]);

  it('before the commit of a submission leaves no trace, and the same key makes it once', async () => {
    await dieSubmitting('before-commit');
    expect(await requestsUnder('before-commit')).toEqual([]);
    await system.restart('gateway');
    const request = await client.submit({ ...letter(), idempotencyKey: 'before-commit' });
    expect(await requestsUnder('before-commit')).toEqual([{ id: request.id }]);
  });

  it('after the commit of a submission has lost only the answer: the same key finds it', async () => {
    await dieSubmitting('after-commit');
    const [kept] = await requestsUnder('after-commit');
    expect(kept).toBeDefined();
    await system.restart('gateway');
    const request = await client.submit({ ...letter(), idempotencyKey: 'after-commit' });
    expect(request.id).toBe(kept?.id);
  });

  it('between publishing and deleting its outbox rows has them published again, to no effect', async () => {
    const relay = await system.spawnRole('relay', { CRASH_AT: 'relay:after-publish' }, false);
    await system.spawnRole('monitoring');
    const ids = await submitLetters(client, 6);
    expect((await system.processes.exited('relay', relay)).signal).toBe('SIGKILL');
    await system.restart('relay', relay, { CRASH_AT: undefined });
    await allCompleted(system, ids);
  });

  it.each(['enrol:after-commit', 'settle:before-commit', 'settle:after-commit'])('of monitoring (%s) is made up for by another', async (point) => {
    await system.kill('monitoring', 'SIGTERM');
    const dying = await system.spawnRole('monitoring', { CRASH_AT: point });
    const ids = await submitLetters(client, 6);
    expect((await system.processes.exited('monitoring', dying)).signal).toBe('SIGKILL');
    // A poll whose process died is due again after its guard time.
    await system.db.query(`UPDATE engine_batches SET next_poll_at = clock_timestamp() WHERE state = 'GENERATING' AND next_poll_at IS NOT NULL`);
    await system.restart('monitoring');
    await allCompleted(system, ids);
  });

  const letter = () => ({ ...(letters(1)[0] ?? { documentType: '', data: {} }) });

  /** Submits to a gateway that dies at this point, and comes back when it has. */
  async function dieSubmitting(point: 'before-commit' | 'after-commit'): Promise<void> {
    await system.restart('gateway', 0, { CRASH_AT: `submission:${point}` });
    const answer = client
      .graphql('mutation ($input: SubmitDocumentRequestInput!) { submitDocumentRequest(input: $input) { documentRequest { id } } }', {
        input: { ...letter(), idempotencyKey: point },
      })
      .then(() => 'answered', () => 'no answer');
    expect((await system.processes.exited('gateway')).signal).toBe('SIGKILL');
    expect(await eventually('the call to end', () => answer)).toBe('no answer');
  }
});
