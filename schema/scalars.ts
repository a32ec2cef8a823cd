/** Scalars of the contract. DateTime and JSONObject are those of graphql-scalars; a cursor is our own opaque string. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';

export { GraphQLDateTime, GraphQLJSONObject };

/** Far above any cursor that we seal: a longer text is not one. */
const MAX_CURSOR_LENGTH = 2_000;

function cursorText(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_CURSOR_LENGTH) return value;
  throw new GraphQLError('A cursor is a non-empty text that this system gave out: pass one back unchanged.', node ? { nodes: node } : {});
}

export const GraphQLCursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description:
    'Opaque position in a status feed; give it back as `after` to resume with nothing missed and nothing repeated. One that is too old is refused with CURSOR_EXPIRED, one that is not ours with BAD_USER_INPUT; never a silent gap.',
  serialize: (value) => cursorText(value),
  parseValue: (value) => cursorText(value),
  parseLiteral: (node) => cursorText(node.kind === Kind.STRING ? node.value : undefined, node),
});
