/** The key files of a home. Several processes may want them at once: each file is made by one, and all use that one. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { errorCode, fileFault } from '../process/launch-error';
import { writeWhole } from '../process/pid-file';

/** The private key, ES256. Its public half is in keys/jwks.json. */
export async function ensureSigningKey(home: string): Promise<JWK & { kid: string }> {
  const path = join(home, 'keys/signing-key.json');
  let text = readIfThere(path);
  if (text === null) {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    text = makeOnce(path, JSON.stringify({ ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }));
  }
  const { d, ...publicKey } = JSON.parse(text) as JWK & { kid: string };
  const published = `${JSON.stringify({ keys: [publicKey] }, null, 2)}\n`;
  const publishedPath = join(home, 'keys/jwks.json');
  // Only where it differs: verifiers read the file again when its time changes.
  if (readIfThere(publishedPath) !== published) writeWhole(publishedPath, published);
  return { ...publicKey, d };
}

/** 32 random bytes in base64 that seal the cursors of this home. */
export function ensureCursorKey(home: string): void {
  const path = join(home, 'keys/cursor.key');
  if (readIfThere(path) === null) makeOnce(path, `${randomBytes(32).toString('base64')}\n`);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileFault(error, path) ?? error;
  }
}

/** Writes a secret file unless there is one by now: a link, unlike a rename, never replaces. @returns what the file holds. */
function makeOnce(path: string, text: string): string {
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(own, text, { mode: 0o600 });
    linkSync(own, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw fileFault(error, path) ?? error;
  } finally {
    rmSync(own, { force: true });
  }
  return readFileSync(path, 'utf8');
}
