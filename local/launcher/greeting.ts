/** What a finished start tells a person: where everything is, and two things to paste. */
import type { LocalAddresses } from '../../platform/config';
import { exampleRequest } from '../../reference-data/example-data';

/** For a shell, between single quotes. */
const quoted = (text: string) => text.replaceAll("'", "'\\''");

export function greeting(addresses: LocalAddresses, token: string, home: string): string {
  const gateway = addresses.GATEWAY_URL ?? '';
  const { documentType, data } = exampleRequest('POLICY_LETTER', 1, { withParty: true });
  const body = JSON.stringify({
    query: 'mutation ($input: SubmitDocumentRequestInput!) { submitDocumentRequest(input: $input) { documentRequest { id status } userErrors { code message } } }',
    variables: { input: { documentType, data } },
  });
  return `
  Admin UI         ${gateway}/admin
  GraphQL          ${gateway}/graphql   (WebSocket: ${gateway.replace(/^http/, 'ws')}/graphql)
  Reference data   ${addresses.REFERENCE_DATA_URL}/reference-data/v1
  Engine           ${addresses.THUNDERHEAD_URL}
  Postgres         ${addresses.DATABASE_URL}
  Kafka            ${addresses.KAFKA_BROKERS}
  Redis            ${addresses.REDIS_URL}
  Data and logs    ${home}

  A token (role client, tenant demo, 12 hours; more with npm run -s token):

export TOKEN=${token}

  Follow what happens:

node -e '
const { createClient } = require("graphql-ws");
const client = createClient({ url: "${gateway.replace(/^http/, 'ws')}/graphql", webSocketImpl: require("ws"), connectionParams: { authorization: "Bearer " + process.env.TOKEN } });
client.subscribe({ query: "subscription { statusFeed { requestId sequence status at cursor } }" }, { next: ({ data }) => console.log(data.statusFeed), error: console.error, complete() {} });'

  Submit a document:

curl -s ${gateway}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${quoted(body)}'

  Ctrl-C stops all of it; the data stays for the next start.
`;
}
