import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  astFromValue,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  print,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import { buildGatewaySchema } from '../../../resolvers';
import { EMITTED_SCHEMA, schemaText } from '../../../schema/emit';

const CONTRACT = join(__dirname, '../../../../shared/contract/schema.graphql');

interface Entry {
  readonly says: string;
  readonly description: string | null | undefined;
}

function typed(place: GraphQLArgument | GraphQLInputField): string {
  const fallback = place.defaultValue === undefined ? null : astFromValue(place.defaultValue, place.type);
  return `${String(place.type)}${fallback ? ` = ${print(fallback)}` : ''}`;
}

/** Every type, field, argument, input field and enum value by its path, with its exact type and default. */
function entriesOf(schema: GraphQLSchema): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    entries.set(type.name, { says: type.constructor.name, description: type.description });
    if (isEnumType(type)) {
      for (const { name, description } of type.getValues()) entries.set(`${type.name}.${name}`, { says: 'value', description });
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) entries.set(`${type.name}.${field.name}`, { says: typed(field), description: field.description });
    } else if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        entries.set(`${type.name}.${field.name}`, { says: String(field.type), description: field.description });
        for (const arg of field.args) entries.set(`${type.name}.${field.name}(${arg.name})`, { says: typed(arg), description: arg.description });
      }
    }
  }
  return entries;
}

const withContract = existsSync(CONTRACT) ? describe : describe.skip;

withContract('the public contract', () => {
  const contract = entriesOf(buildSchema(existsSync(CONTRACT) ? readFileSync(CONTRACT, 'utf8') : 'type Query { none: Int }'));
  const ours = entriesOf(buildGatewaySchema());

  test('is contained in our schema, with exactly its types, nullability, defaults and descriptions', () => {
    const differences = [...contract].flatMap(([path, wanted]) => {
      const found = ours.get(path);
      if (!found) return [`${path} is missing`];
      if (found.says !== wanted.says) return [`${path} is ${found.says}, not ${wanted.says}`];
      return wanted.description && found.description !== wanted.description ? [`${path} is described otherwise: ${found.description}`] : [];
    });
    expect(differences).toEqual([]);
  });

  test('adds no value to the enums of the contract', () => {
    const added = [...ours].filter(([path, { says }]) => says === 'value' && contract.has(path.split('.')[0] ?? '') && !contract.has(path)).map(([path]) => path);
    expect(added).toEqual([]);
  });
});

test('the committed schema file is what the classes emit', () => {
  expect(readFileSync(EMITTED_SCHEMA, 'utf8')).toBe(schemaText());
});
