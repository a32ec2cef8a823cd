/** The smallest PDF that viewers open without complaint: one page, one line of text, written by hand in well under 0.1 ms. */
import type { TransactionDocument } from '../jobs/transaction-file';

const HEAD = [
  '%PDF-1.4\n',
  '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n',
  '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n',
  '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>\nendobj\n',
  '4 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n',
];
const START = HEAD.join('');
const OFFSETS = HEAD.map((_, index) => HEAD.slice(0, index).join('').length).slice(1);

function offset(value: number): string {
  return `${String(value).padStart(10, '0')} 00000 n \n`;
}

const REFERENCES = `xref\n0 6\n0000000000 65535 f \n${OFFSETS.map(offset).join('')}${offset(START.length)}`;

/** All characters are ASCII, so that offsets in characters are offsets in bytes. */
export function minimalPdf(document: TransactionDocument): Buffer {
  const words = `${document.documentType} ${document.requestId} ${document.attempt}`.replace(/[^ -~]|[()\\]/g, '?');
  const content = `BT /F 10 Tf 50 780 Td (${words}) Tj ET`;
  const stream = `5 0 obj\n<</Length ${content.length}>>\nstream\n${content}\nendstream\nendobj\n`;
  const start = START.length + stream.length;
  return Buffer.from(`${START}${stream}${REFERENCES}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`, 'latin1');
}
