/** Writes docs/reference-data-openapi.json: `node -r ./compile/register.cjs reference-data/openapi/write.ts` after a change of the API. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './document';

writeFileSync(join(__dirname, '../../docs/reference-data-openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
