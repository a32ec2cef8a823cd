import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ERROR_RULES } from '../../domain/error-codes';
import { EVENT_SCHEMAS } from '../../events/schemas';
import { ALL_TOPICS } from '../../events/topics';
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
  const documented = [...page('error-codes.md').matchAll(/^### ([A-Z_]+)\n\n([^]+?)\n(?=\n###|$(?![^]))/gm)].map(([, code, text]) => [code, text]);

  it('explains every processing error, and no other, with its rule and in the words that the screens show', () => {
    const rules = Object.entries(ERROR_RULES).map(([code, { retriable, retryStage, meaning, systemDoes, whatToDo }]) => [
      code,
      `*${retriable ? 'Retriable' : 'Permanent'}; a retry begins at ${retryStage}.*\n\n- Means: ${meaning}\n- The system: ${systemDoes}\n- You: ${whatToDo}`,
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(rules));
  });
});

describe('docs/events.asyncapi.yaml', () => {
  const documentSchema = z.object({
    channels: z.record(z.string(), z.object({ address: z.string(), messages: z.record(z.string(), z.object({ $ref: z.string() })).optional() })),
    components: z.object({
      messages: z.record(z.string(), z.object({ name: z.string(), payload: z.object({ $ref: z.string().optional() }) })),
      schemas: z.record(z.string(), z.unknown()),
    }),
  });
  const { channels, components } = documentSchema.parse(parse(page('events.asyncapi.yaml')));
  /** As people want to read it: without the pattern of every UUID and the largest number that JSON can hold. */
  const readable = (schema: unknown): unknown =>
    JSON.parse(
      JSON.stringify(schema, (key, value: unknown) => {
        if (key === '$schema' || (key === 'maximum' && value === Number.MAX_SAFE_INTEGER)) return undefined;
        if (typeof value === 'object' && value !== null && 'format' in value && value.format === 'uuid') return { type: 'string', format: 'uuid' };
        return value;
      }),
    );

  it('describes every topic and no other', () => {
    expect(Object.values(channels).map(({ address }) => address).sort()).toEqual([...ALL_TOPICS].sort());
  });

  it.each(Object.keys(EVENT_SCHEMAS) as (keyof typeof EVENT_SCHEMAS)[])('gives %s the schema that is checked on write and read', (type) => {
    expect(components.schemas[type]).toEqual(readable(z.toJSONSchema(EVENT_SCHEMAS[type], { io: 'input' })));
    const carriers = Object.values(components.messages).filter((message) => message.name === type);
    expect(carriers.length).toBeGreaterThan(0);
    for (const { payload } of carriers) expect(payload.$ref).toBe(`#/components/schemas/${type}`);
  });

  it('refers only to messages that it has', () => {
    const referred = Object.values(channels).flatMap(({ messages = {} }) => Object.values(messages).map(({ $ref }) => $ref.split('/').at(-1)));
    expect([...new Set(referred)].sort()).toEqual(Object.keys(components.messages).sort());
  });
});
