/**
 * compile/: the one way in which sources are compiled. This file, preloaded with `node -r ./compile/register.cjs`, runs them as they are, and keeps
 * what it compiled for the next process under node_modules/.cache. Checks no types: `npm run types` does.
 */
'use strict';
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { addHook } = require('pirates');
const settings = require('./settings.json');

const CACHE = join(__dirname, '../node_modules/.cache/oms-compiled');
const SALT = JSON.stringify([settings, require('@swc/core/package.json').version]);

process.setSourceMapsEnabled(true);
addHook(compiled, { exts: ['.ts'] });

function compiled(source, filename) {
  const key = createHash('sha256').update(SALT).update('\0').update(filename).update('\0').update(source).digest('hex');
  const kept = join(CACHE, `${key}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    // Loaded only where there is something to compile: it takes as long as a small process.
    const { code } = require('@swc/core').transformSync(source, { ...settings, sourceMaps: 'inline', filename });
    keep(kept, code);
    return code;
  }
}

/** Written under another name first, so that nobody reads half of it. A folder that cannot be written costs time and nothing else. */
function keep(path, code) {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(temporary, code);
    renameSync(temporary, path);
  } catch {}
}
