/** The description of the Reference Data API that is kept in docs/ is the one that is served. reference-data/openapi/write.ts writes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../../reference-data/openapi/document';

it('docs/reference-data-openapi.json is what the service serves', () => {
  const kept: unknown = JSON.parse(readFileSync(join(__dirname, '../../../docs/reference-data-openapi.json'), 'utf8'));
  expect(kept).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
