/**
 * The engine's renderers. letter.ts turns a document's data into the parts of a letter; pdf.ts, html.ts and docx.ts set it;
 * minimal-pdf.ts is the one for load, which skips all that.
 */
import type { TransactionDocument } from '../jobs/transaction-file';
import { renderDocx } from './docx';
import { renderHtml } from './html';
import { letterOf } from './letter';
import { minimalPdf } from './minimal-pdf';
import { renderPdf } from './pdf';

export interface Rendered {
  readonly bytes: Buffer;
  readonly mimeType: string;
  readonly pageCount: number;
  readonly extension: string;
}

export type Render = (document: TransactionDocument) => Promise<Rendered>;

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The render function of a setting. It rejects only where the data cannot be set at all. */
export function rendererOf(kind: 'pdf' | 'load'): Render {
  return async (document) => {
    switch (document.format) {
      case 'HTML':
        return { bytes: Buffer.from(renderHtml(letterOf(document))), mimeType: 'text/html; charset=utf-8', pageCount: 1, extension: 'html' };
      case 'DOCX':
        return { bytes: await renderDocx(letterOf(document)), mimeType: DOCX, pageCount: 1, extension: 'docx' };
      case 'PDF': {
        const pdf = kind === 'load' ? { bytes: minimalPdf(document), pageCount: 1 } : await renderPdf(letterOf(document));
        return { ...pdf, mimeType: 'application/pdf', extension: 'pdf' };
      }
    }
  };
}
