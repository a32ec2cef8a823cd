/** A letter as one HTML page that needs nothing else. */
import type { Letter } from './letter';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function cells(tag: 'td' | 'th', values: readonly string[]): string {
  return `<tr>${values.map((value) => `<${tag}>${escape(value)}</${tag}>`).join('')}</tr>`;
}

const STYLE =
  'body{font:11pt/1.5 Helvetica,Arial,sans-serif;max-width:44em;margin:3em auto;padding:0 1em;color:#1c2733}h1{color:#14466b}' +
  'table{border-collapse:collapse;width:100%;margin:1em 0}td,th{text-align:left;padding:.3em .6em;border-bottom:1px solid #d5dde5}' +
  'th{background:#eef3f8}footer{color:#66788a;font-size:9pt;margin-top:3em}';

export function renderHtml(letter: Letter): string {
  const sections = letter.sections.map(
    (section) => `${section.title ? `<h2>${escape(section.title)}</h2>` : ''}<table>${section.rows.map((row) => cells('td', row)).join('')}</table>`,
  );
  const tables = letter.tables.map(
    (table) => `<h2>${escape(table.title)}</h2><table>${cells('th', table.columns)}${table.rows.map((row) => cells('td', row)).join('')}</table>`,
  );
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(letter.heading)}</title><style>${STYLE}</style></head><body>`,
    `<address>${letter.recipient.map(escape).join('<br>')}</address><h1>${escape(letter.heading)}</h1>`,
    `<p>${escape(letter.salutation)}</p><p>${escape(letter.introduction)}</p>`,
    ...sections,
    ...tables,
    `<footer>Reference ${escape(letter.reference)}</footer></body></html>\n`,
  ].join('\n');
}
