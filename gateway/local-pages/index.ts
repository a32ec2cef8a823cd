/** Pages of local mode: what a newcomer opens first, and an editor for GraphQL that needs no network. */
import { Router, static as files } from 'express';
import { getDistDirectory, renderAltair } from 'altair-static';
import { landingPage } from './landing-page';

const EDITOR_PATH = '/graphiql';

const FIRST_QUERY = `# A token for the headers and the connection parameters: npm run -s token -- --role client --tenant demo
# Put it in the environment as "token".
query Newest {
  documentRequests(first: 10) {
    edges { node { id documentType status createdAt } }
  }
}
`;

export function localPages(options: { graphqlPath: string; adminPath: string; referenceDataUrl: string }): Router {
  const router = Router();
  const landing = landingPage({ ...options, editorPath: EDITOR_PATH });
  router.get('/', (_req, res) => {
    res.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    res.type('html').send(landing);
  });
  router.get(EDITOR_PATH, (req, res, next) => {
    if (!req.originalUrl.split('?')[0]?.endsWith('/')) return res.redirect(`${EDITOR_PATH}/`);
    next();
  });
  router.use(EDITOR_PATH, (_req, res, next) => {
    // The editor compiles its own templates and runs workers; it is served in local mode only.
    res.setHeader('content-security-policy', "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' http: https: ws: wss: data: blob:");
    next();
  });
  router.get(`${EDITOR_PATH}/`, (req, res) => {
    const host = req.headers.host ?? '';
    res.type('html').send(
      renderAltair({
        baseURL: `${EDITOR_PATH}/`,
        endpointURL: `http://${host}${options.graphqlPath}`,
        subscriptionsEndpoint: `ws://${host}${options.graphqlPath}`,
        subscriptionsProtocol: 'graphql-ws',
        initialQuery: FIRST_QUERY,
        initialHeaders: { Authorization: 'Bearer {{token}}' },
        initialSubscriptionsPayload: { authorization: 'Bearer {{token}}' },
        initialEnvironments: { base: { title: 'Local', variables: { token: '' } } },
      }),
    );
  });
  router.use(EDITOR_PATH, files(getDistDirectory(), { index: false }));
  return router;
}
