/** The appliance's state. There is one; it answers to every id. */
import { Router, type Request, type Response } from 'express';
import type { Appliance } from '../appliance';

export function appliances(appliance: Appliance): Router {
  const answer = (request: Request, response: Response): void => {
    response.json({ id: request.params['id'], status: appliance.status });
  };
  return Router()
    .all('/:id/status', answer)
    .all('/:id/pause', (request, response) => {
      appliance.pause();
      answer(request, response);
    })
    .all('/:id/resume', (request, response) => {
      appliance.resume();
      answer(request, response);
    });
}
