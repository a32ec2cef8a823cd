/** Writes schema/schema.graphql from the classes: node -r ./compile/register.cjs schema/emit.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildGatewaySchema } from '../resolvers';

export const EMITTED_SCHEMA = join(__dirname, 'schema.graphql');

/** The schema as text, its types and fields in alphabetical order, so that moving code changes nothing in it. */
export function schemaText(): string {
  return `# Emitted from the classes in schema/ and resolvers/ by schema/emit.ts: change those.\n\n${printSchema(lexicographicSortSchema(buildGatewaySchema()))}\n`;
}

if (require.main === module) writeFileSync(EMITTED_SCHEMA, schemaText());
