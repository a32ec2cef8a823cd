/**
 * deploy/: the image and what it needs. `npm run build` compiles what runs in production into dist/ with the same compiler and settings
 * that run the sources, and puts the files that code reads beside its own source, and the built admin UI, there too. It checks no types: `npm run types` does.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { transformFile, type Options } from '@swc/core';
import settings from '../compile/settings.json';
import { buildScreens, screensAreBuilt, SCREENS } from '../local/screens';

const ROOT = resolve(__dirname, '..');
const OUT = join(ROOT, 'dist');
const FOLDERS = [
  'adapters', 'consumers', 'deploy', 'domain', 'entrypoints', 'events', 'feed', 'gateway', 'jobs', 'local', 'models', 'platform',
  'reference-data', 'resolvers', 'schema', 'services',
];
const READ_AT_RUN_TIME = new Set(['.graphql', '.html', '.json', '.lua', '.css', '.svg']);
const SETTINGS: Options = { ...(settings as Options), sourceMaps: true };

async function compile(file: string): Promise<void> {
  const to = join(OUT, file.replace(/\.ts$/, '.js'));
  const { code, map } = await transformFile(join(ROOT, file), { ...SETTINGS, sourceFileName: join(ROOT, file) });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${code}\n//# sourceMappingURL=${file.split('/').at(-1)?.replace(/\.ts$/, '.js.map')}\n`);
  writeFileSync(`${to}.map`, map ?? '{}');
}

function copy(file: string): void {
  mkdirSync(dirname(join(OUT, file)), { recursive: true });
  copyFileSync(join(ROOT, file), join(OUT, file));
}

async function main(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  const files = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`));
  const sources = files.filter((file) => file.endsWith('.ts'));
  await Promise.all(sources.map(compile));
  const assets = files.filter((file) => READ_AT_RUN_TIME.has(extname(file)));
  assets.forEach(copy);
  if (!screensAreBuilt()) await buildScreens();
  cpSync(SCREENS, join(OUT, 'admin/dist'), { recursive: true });
  process.stdout.write(`dist/: ${sources.length} modules, ${assets.length} other files, the admin UI\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`build: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
