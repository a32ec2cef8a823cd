/** The request on the screen as a program would send it. `$OMS_TOKEN` stands for the caller's own token. */
import type { SubmitDocumentRequestInput } from '../../../generated/graphql';

export interface Code {
  readonly graphql: string;
  readonly curl: string;
  readonly typescript: string;
}

interface Call {
  readonly mutation: string;
  readonly variables: Record<string, unknown>;
  /** Where the answer names what to follow. */
  readonly followed: string;
  readonly subscription: string;
  readonly printed: string;
}

const ONE = `mutation Submit($input: SubmitDocumentRequestInput!) {
  submitDocumentRequest(input: $input) {
    documentRequest { id status }
    userErrors { field code message }
  }
}`;

const MANY = `mutation SubmitBatch($requests: [SubmitDocumentRequestInput!]!, $idempotencyKey: String) {
  submitDocumentBatch(requests: $requests, idempotencyKey: $idempotencyKey) {
    submission { id total }
    userErrors { field code message }
  }
}`;

const FOLLOW_ONE = `subscription Follow($id: ID!, $after: Cursor) {
  documentRequestStatus(id: $id, after: $after) { sequence status final at message cursor }
}`;

const FOLLOW_MANY = `subscription Follow($id: ID!) {
  submissionProgress(id: $id) { total final counts { accepted processing generating completed failed } }
}`;

export function codeOfOne(input: SubmitDocumentRequestInput): Code {
  return codeOf({ mutation: ONE, variables: { input }, followed: 'submitDocumentRequest.documentRequest', subscription: FOLLOW_ONE, printed: 'documentRequestStatus' });
}

/** `requests` are the first ones of many. */
export function codeOfMany(requests: readonly SubmitDocumentRequestInput[], idempotencyKey: string): Code {
  return codeOf({ mutation: MANY, variables: { requests, idempotencyKey }, followed: 'submitDocumentBatch.submission', subscription: FOLLOW_MANY, printed: 'submissionProgress' });
}

function codeOf(call: Call): Code {
  const { origin } = location;
  return {
    graphql: `${call.mutation}\n\n# Variables\n${JSON.stringify(call.variables, null, 2)}`,
    curl: curlOf(`${origin}/graphql`, call),
    typescript: typescriptOf(`${origin.replace(/^http/, 'ws')}/graphql`, call),
  };
}

function curlOf(url: string, { mutation, variables }: Call): string {
  const body = JSON.stringify({ query: mutation, variables }, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl ${url} \\\n  -H "authorization: Bearer $OMS_TOKEN" \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}

function typescriptOf(url: string, { mutation, variables, followed, subscription, printed }: Call): string {
  const [payload, item] = followed.split('.');
  return `import { createClient } from 'graphql-ws';

const client = createClient({
  url: '${url}',
  connectionParams: { authorization: \`Bearer \${process.env.OMS_TOKEN}\` },
});

const variables = ${JSON.stringify(variables, null, 2)};

const submit = \`${mutation}\`;
const follow = \`${subscription}\`;

type Answer = { ${payload}: { ${item}: { id: string } | null; userErrors: { message: string }[] } };

for await (const { data } of client.iterate<Answer>({ query: submit, variables })) {
  const { ${item}, userErrors } = data!.${payload};
  if (!${item}) throw new Error(userErrors.map(({ message }) => message).join('; '));
  for await (const event of client.iterate({ query: follow, variables: { id: ${item}.id } })) {
    console.log(event.data?.${printed});
  }
}
await client.dispose();
`;
}
