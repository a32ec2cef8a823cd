/** The Reference Data API. */
import { createTokenVerifier } from '../../platform/identity';
import { createReferenceDataService, type ReferenceDataService } from '../../reference-data';
import type { Shared } from './shared';

export function wireReferenceData({ config, logger, database }: Pick<Shared, 'config' | 'logger' | 'database'>): ReferenceDataService {
  return createReferenceDataService(
    {
      host: config.host,
      port: config.referenceData.port,
      redisUrl: config.redis.cacheUrl,
      redisPrefix: config.redis.prefix,
      cacheTtlMs: config.referenceData.cacheTtlMs,
    },
    { database, logger, verifyToken: createTokenVerifier(config.auth) },
  );
}
