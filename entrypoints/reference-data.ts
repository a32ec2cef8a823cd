/** One process of the role reference-data. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { runProcess } from '../platform/process';
import { openDatabase } from '../models/database';
import { BackgroundConnection } from '../platform/connection';
import { wireReferenceData } from './wiring/reference-data';

void runProcess(loadConfig('reference-data'), (config, logger) => {
  const database = openDatabase({ ...config.database, applicationName: 'oms-reference-data' });
  const connection = new BackgroundConnection({
    name: 'database',
    connect: () => database.authenticate(),
    disconnect: () => database.close(),
    logger,
    needed: true,
  });
  const service = wireReferenceData({ config, logger, database });
  return { services: [connection, service], urls: () => ({ 'reference-data': service.url }) };
});
