/** OAuth2 client credentials as the gateway in front of the engine wants them. Tokens are forgotten at a restart. */
import { randomBytes } from 'node:crypto';
import { Router, type RequestHandler } from 'express';
import type { SimulatorSettings } from '../settings';
import { Refused } from './call';

const VALID_SECONDS = 3_600;

export class Tokens {
  private readonly expiries = new Map<string, number>();

  constructor(private readonly client: SimulatorSettings['client']) {}

  /** POST /oauth/token, credentials as HTTP Basic. */
  router(): Router {
    return Router().post('/token', (request, response) => {
      const body = request.body as Record<string, unknown> | undefined;
      if (body?.['grant_type'] !== 'client_credentials') throw new Refused(400, 'grant_type must be client_credentials');
      const expected = this.client && `Basic ${Buffer.from(`${this.client.id}:${this.client.secret}`).toString('base64')}`;
      if (expected !== null && request.headers.authorization !== expected) throw new Refused(401, 'these client credentials are not known');
      const token = randomBytes(24).toString('base64url');
      this.expiries.set(token, Date.now() + VALID_SECONDS * 1000);
      response.json({ access_token: token, token_type: 'Bearer', expires_in: VALID_SECONDS });
    });
  }

  /** Lets only calls with a valid token pass, where the simulator has credentials. */
  guard(): RequestHandler {
    return (request, _response, next) => {
      if (this.client) {
        const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
        if ((this.expiries.get(token) ?? 0) <= Date.now()) throw new Refused(401, 'the token is missing, unknown or expired');
      }
      next();
    };
  }
}
