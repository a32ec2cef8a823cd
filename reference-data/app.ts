/** The application: authentication, routes, problems. */
import express, { type Express } from 'express';
import type { Sequelize } from 'sequelize';
import type { TokenVerifier } from '../platform/identity';
import type { Logger } from '../platform/logging';
import type { Readiness } from '../platform/service';
import { jsonBody } from './http/body';
import { authenticate } from './http/caller';
import { answerProblems, Problem } from './http/problems';
import type { Items } from './items/items';
import type { DocumentType, Source } from './items/kinds';
import { itemRoutes } from './items/routes';
import { openApiDocument } from './openapi/document';
import type { Parties } from './parties/parties';
import { partyRoutes } from './parties/routes';

export const BASE_PATH = '/reference-data/v1';

export interface AppParts {
  readonly db: Sequelize;
  readonly documentTypes: Items<DocumentType>;
  readonly sources: Items<Source>;
  readonly parties: Parties;
  readonly verifyToken: TokenVerifier;
  readonly logger: Logger;
  readonly readiness: () => Readiness;
}

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');

  app.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  app.get('/readyz', (_request, response) => {
    const readiness = parts.readiness();
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });

  const api = express.Router();
  const description = openApiDocument();
  api.get('/openapi.json', (_request, response) => {
    response.json(description);
  });
  api.use(authenticate(parts.verifyToken));
  api.use('/parties', partyRoutes(parts.parties));
  api.use(`/${parts.documentTypes.kind.path}`, jsonBody, itemRoutes(parts.documentTypes, parts.db));
  api.use(`/${parts.sources.kind.path}`, jsonBody, itemRoutes(parts.sources, parts.db));
  app.use(BASE_PATH, api);

  app.use((request) => {
    throw new Problem('NOT_FOUND', `there is no call ${request.method} ${request.path}; ${BASE_PATH}/openapi.json names them all`);
  });
  app.use(answerProblems(parts.logger));
  return app;
}
