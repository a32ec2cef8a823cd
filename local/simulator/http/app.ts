/** The simulator's HTTP side, put together. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import { appliances } from './appliances';
import { BULK_PATH, bulkJobs, type BulkParts } from './bulk-jobs';
import { Refused } from './call';
import { control } from './control';
import { onDemand, type OnDemandParts } from './on-demand';
import type { Tokens } from './tokens';

/** 10 MB of transaction data in base64, and what is around it. */
const BODY_LIMIT = '15mb';

/** What Express's own parsers throw carries a status; anything else is a fault of the simulator. */
const answerError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  if (response.headersSent || response.destroyed) {
    request.socket.destroy();
    return;
  }
  const own = error instanceof Refused || (error instanceof Error && 'status' in error && typeof error.status === 'number');
  const status = own ? Number(error.status) : 500;
  response.status(status).json({ message: own || error instanceof Error ? error.message : 'unknown' });
};

export function simulatorApp(parts: BulkParts & OnDemandParts, tokens: Tokens): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(express.json({ limit: BODY_LIMIT }), express.urlencoded({ extended: false }));
  app.use('/oauth', tokens.router());
  app.use('/_simulator', control(parts.faults, parts.book));
  app.get('/', (_request, response) => {
    response.json({ name: 'Thunderhead simulator', appliance: parts.appliance.status });
  });
  app.use('/one', tokens.guard());
  app.use(`${BULK_PATH}/appliances`, appliances(parts.appliance));
  app.use(BULK_PATH, bulkJobs(parts));
  app.use('/one/oauth2/api/v11', onDemand(parts));
  app.use((request) => {
    throw new Refused(404, `there is nothing at ${request.method} ${request.path.slice(0, 200)}`);
  });
  app.use(answerError);
  return app;
}
