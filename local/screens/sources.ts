/** What the admin UI is made of. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../home';

/** Beside its own files: what it is built with, and the schema that its operations are checked against. */
const SOURCES = ['admin', 'package-lock.json', 'schema/schema.graphql'];
/** Made by the build itself. */
const MADE = /^admin\/(dist[^/]*|src\/generated)(\/|$)/;

function filesUnder(path: string): string[] {
  if (MADE.test(path)) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}

/** The same as long as no source has changed. */
export function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesUnder)) {
    const bytes = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
