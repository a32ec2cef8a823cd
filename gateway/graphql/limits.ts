/** How large an operation may be, on HTTP and WebSocket alike. Far above what real clients ask; far below what would hurt others. */
import {
  getNamedType,
  getOperationAST,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { CodedError } from '../../domain/user-errors';

const MAX_DEPTH = 15;
/** Fields of an answer at most, roughly: lists count as 10 long where nothing says how long they are. */
const MAX_COST = 250_000;
const ROOT_FIELD_COST = 1_000;
const LIST_LENGTH = 10;
/** Selections written in one document: validating them costs time that grows with their square. */
const MAX_SELECTIONS = 2_000;
/** A document shorter than this cannot hold enough selections to matter. */
const SHORT_DOCUMENT = 2 * MAX_SELECTIONS;
/** Nodes of a document within each other: far above the deepest `data` that is accepted, far below what exhausts the stack of its readers. */
const MAX_NESTING = 1_000;
/** Tokens of one document: a batch written out in it is long, one sent as a variable is not. */
export const MAX_TOKENS = 1_000_000;

function tooLarge(what: string, advice: string): CodedError {
  return new CodedError('TOO_LARGE', `the operation ${what}; ${advice}`);
}

function tooDeep(): CodedError {
  return tooLarge('is nested too deeply', 'send large values as variables');
}

/**
 * Refuses, before it is validated, a document with more selections or deeper nesting than anybody needs. Syntax errors are left to whoever parses
 * it next.
 */
export function checkDocumentSize(query: unknown): void {
  if (typeof query !== 'string' || query.length <= SHORT_DOCUMENT) return;
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true, maxTokens: MAX_TOKENS });
  } catch (error) {
    // The parser calls itself for every level.
    if (error instanceof RangeError) throw tooDeep();
    return;
  }
  let selections = 0;
  let nesting = 0;
  visit(document, {
    enter({ kind }) {
      nesting += 1;
      if (nesting > MAX_NESTING) throw tooDeep();
      if (kind === Kind.FIELD || kind === Kind.FRAGMENT_SPREAD || kind === Kind.INLINE_FRAGMENT) selections += 1;
    },
    leave() {
      nesting -= 1;
    },
  });
  if (selections > MAX_SELECTIONS) throw tooLarge(`selects ${selections} fields`, `at most ${MAX_SELECTIONS} may be written in one document`);
}

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Throws TOO_LARGE where a valid operation is nested too deeply or could be answered with too much. */
export function checkOperationLimits(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined, variables: Variables): void {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return;
  const cost = new Walk(document, { ...defaultsOf(operation), ...variables }).costOf(operation.selectionSet, root, 1);
  if (cost > MAX_COST) {
    throw tooLarge('could be answered with too many fields', 'ask for smaller pages, fewer nested lists, or fewer fields at once');
  }
}

/** The numbers that variables have where none are given. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, number> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) => (defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [])),
  );
}

class Walk {
  private readonly fragments = new Map<string, { type: string; selectionSet: SelectionSetNode }>();

  constructor(
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      this.fragments.set(definition.name.value, { type: definition.typeCondition.name.value, selectionSet: definition.selectionSet });
    }
  }

  /** Our schema has no interfaces or unions, so a fragment is always on the type at hand. */
  costOf(selectionSet: SelectionSetNode, parent: GraphQLObjectType, depth: number): number {
    if (depth > MAX_DEPTH) throw tooLarge(`nests more than ${MAX_DEPTH} fields`, 'ask for it in several operations');
    let cost = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) cost += this.costOfField(selection, parent, depth);
      else if (selection.kind === Kind.INLINE_FRAGMENT) cost += this.costOf(selection.selectionSet, parent, depth);
      else {
        const fragment = this.fragments.get(selection.name.value);
        if (fragment) cost += this.costOf(fragment.selectionSet, parent, depth);
      }
      if (cost > MAX_COST) return cost;
    }
    return cost;
  }

  private costOfField(node: FieldNode, parent: GraphQLObjectType, depth: number): number {
    const field = parent.getFields()[node.name.value];
    const own = depth === 1 ? ROOT_FIELD_COST : 1;
    // Introspection has a limit of its own among GraphQL's rules.
    if (!field || !node.selectionSet) return own;
    const type = getNamedType(field.type);
    if (!isObjectType(type)) return own;
    return own + this.lengthOf(node, field, parent) * this.costOf(node.selectionSet, type, depth + 1);
  }

  private lengthOf(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLObjectType): number {
    const first = field.args.find((argument) => argument.name === 'first');
    if (first) return this.numberOf(node) ?? (typeof first.defaultValue === 'number' ? first.defaultValue : LIST_LENGTH);
    // A connection's edges are as many as its `first` said.
    return isList(field.type) && !parent.name.endsWith('Connection') ? LIST_LENGTH : 1;
  }

  private numberOf(node: FieldNode): number | null {
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return Math.max(1, Number(value.value));
    const given = value?.kind === Kind.VARIABLE ? this.variables?.[value.name.value] : undefined;
    return typeof given === 'number' ? Math.max(1, given) : null;
  }
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
