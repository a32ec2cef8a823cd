/** The Reference Data API away, hung, talking nonsense; its cache lost in the middle of a change. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { OmsError } from '../../../client';
import type { Scenario, Scene } from '../scenario';

export const referenceDataKilled: Scenario = {
  name: 'reference-data-killed',
  about: 'the Reference Data API is killed and stays away: what is cached is accepted, parties are looked up later',
  withParty: true,
  async inject({ world, touch, sleep }) {
    await world.system.kill('reference-data', 'SIGKILL');
    touch(1);
    await sleep(2_500);
  },
};

export const referenceDataHung: Scenario = {
  name: 'reference-data-hung',
  about: 'the Reference Data API takes connections and answers nothing',
  withParty: true,
  async inject({ world, sleep }) {
    world.referenceData.hold();
    await sleep(3_000);
  },
};

export const referenceDataTalksNonsense: Scenario = {
  name: 'reference-data-talks-nonsense',
  about: 'something else answers in the place of the Reference Data API',
  withParty: true,
  async inject({ world, touch, sleep }) {
    let answered = 0;
    const nonsense = createServer((_request, response) => {
      answered += 1;
      response.writeHead(200, { 'content-type': 'text/html', etag: '"nonsense"' }).end('<h1>It works!</h1>');
    });
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
    world.referenceData.redirect((nonsense.address() as AddressInfo).port);
    await sleep(2_500);
    touch(answered);
    nonsense.closeAllConnections();
    nonsense.close();
  },
};

const SAVE = `mutation ($input: DocumentTypeInput!, $expectedVersion: Int!) {
  saveDocumentType(input: $input, expectedVersion: $expectedVersion) { documentType { version } userErrors { code message } } }`;
const IN_FORCE = 'query ($code: String!) { documentType(code: $code) { version } }';
const CODE = 'FAULT_NOTICE';
const SAVES_AT_MOST = 20;
/** In force everywhere within this time where a process stalls at the moment of the change. */
const IN_FORCE_WITHIN_MS = 3_000;

export const cacheLostInChange: Scenario = {
  name: 'cache-lost-in-change',
  about: 'Redis is emptied, cut off and killed while a document type changes: the newest version is in force within the promised time',
  withParty: true,
  async inject(scene) {
    const { world, touch } = scene;
    const redis = new Redis(world.infrastructure.redis.address, { retryStrategy: () => 200 });
    redis.on('error', () => undefined);
    const faults = [
      () => redis.flushall().then(() => undefined),
      () => Promise.resolve(world.infrastructure.redis.proxy.cut()),
      () => Promise.resolve(world.infrastructure.redis.proxy.refuse()),
      () => Promise.resolve(world.infrastructure.redis.proxy.heal()),
      () => world.infrastructure.redis.crash(),
      () => world.infrastructure.redis.start(),
    ];
    try {
      for (const [index, fault] of faults.entries()) {
        const [version] = await Promise.all([save(scene, index), fault()]);
        touch(1);
        await expectInForce(scene, version);
      }
    } finally {
      redis.disconnect();
    }
  },
};

interface SaveAnswer {
  readonly saveDocumentType: { readonly documentType: { readonly version: number } | null; readonly userErrors: readonly { readonly code: string; readonly message: string }[] };
}

/** Repeats a save that found something away; one whose answer was lost shows in the version that is in force. */
async function save(scene: Scene, version: number): Promise<number> {
  const input = { code: CODE, title: `Notice ${version}`, formats: ['PDF'], dataSchema: { type: 'object' }, engineConfiguration: { default: 'notice' }, active: true };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await scene.api.graphql<SaveAnswer>(SAVE, { input, expectedVersion: version });
      const { documentType, userErrors } = answer.saveDocumentType;
      if (documentType) return documentType.version;
      const [refusal] = userErrors;
      if (refusal?.code === 'VERSION_CONFLICT' && attempt > 1) return version + 1;
      throw new Error(`the document type was refused: ${refusal?.message}`);
    } catch (error) {
      if (!(error instanceof OmsError) || attempt >= SAVES_AT_MOST) throw error;
      await scene.sleep(200);
    }
  }
}

async function expectInForce({ api, violate, sleep }: Scene, version: number): Promise<void> {
  const giveUpMs = Date.now() + IN_FORCE_WITHIN_MS;
  let shown = 0;
  do {
    const answer = await api.graphql<{ documentType: { version: number } | null }>(IN_FORCE, { code: CODE }).catch(() => null);
    shown = answer?.documentType?.version ?? shown;
    if (shown >= version) return;
    await sleep(50);
  } while (Date.now() < giveUpMs);
  violate(`version ${version} of a document type was saved, and ${shown} is in force after ${IN_FORCE_WITHIN_MS} ms`);
}
