import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_RULES } from '../../domain/error-codes';
import { environmentSchema, parseEnvironment } from '../../platform/config/environment';

const page = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');

describe('docs/configuration.md', () => {
  const documented = new Map([...page('configuration.md').matchAll(/^\| `([A-Z_]+)` \| (.+?) \| .+ \|$/gm)].map(([, name, value]) => [name, value]));
  const defaults = new Map(Object.entries(parseEnvironment({})));
  const written = (value: unknown) => (value === undefined ? '–' : value === '' ? 'empty' : `\`${String(value)}\``);

  it('lists every variable that a process reads, with its default, and no other', () => {
    const known = Object.keys(environmentSchema.shape).map((name) => [name, written(defaults.get(name))]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(known));
  });
});

describe('docs/error-codes.md', () => {
  const documented = [...page('error-codes.md').matchAll(/^### ([A-Z_]+)\n\n\*(.+)\*$/gm)].map(([, code, rule]) => [code, rule]);

  it('explains every processing error with its rule, and no other', () => {
    const rules = Object.entries(ERROR_RULES).map(([code, { retriable, retryStage }]) => [
      code,
      `${retriable ? 'Retriable' : 'Permanent'}; a retry begins at ${retryStage}.`,
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(rules));
  });
});
