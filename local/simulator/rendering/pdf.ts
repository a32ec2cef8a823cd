/** A letter as an A4 PDF: address window, heading, particulars, tables that break across pages, page numbers. */
import PDFDocument from 'pdfkit';
import type { Letter, Section, Table } from './letter';

type Pdf = PDFKit.PDFDocument;

const MARGIN = 64;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 80;
const INK = '#1c2733';
const ACCENT = '#14466b';
const FAINT = '#66788a';
const RULE = '#d5dde5';
const PADDING = 4;

/** Letters that are no accented form of another. */
const PLAIN: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Œ: 'OE', œ: 'oe' };

/** The standard fonts of PDF know only Windows-1252: what they lack loses its accents, or becomes a question mark. */
function printable(value: string): string {
  return value.replace(/[^\x20-\x7e\u00a0-\u00ff\u20ac\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]/g, (character) => {
    const base = PLAIN[character] ?? character.normalize('NFD').charAt(0);
    return base >= ' ' && base <= '~' ? base : character < ' ' ? ' ' : '?';
  });
}

function room(pdf: Pdf, height: number, onNewPage?: () => void): void {
  if (pdf.y + height <= BOTTOM) return;
  pdf.addPage();
  onNewPage?.();
}

/** Columns in proportion to their longest text, none of them tiny. */
function columnWidths(part: Table): number[] {
  const weights = part.columns.map((column, index) => {
    const longest = Math.max(column.length, ...part.rows.slice(0, 100).map((values) => values[index]?.length ?? 0));
    return Math.min(Math.max(longest, 8), 40);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (WIDTH * weight) / sum);
}

interface RowStyle {
  readonly fonts: readonly string[];
  readonly fill?: string;
  readonly onNewPage?: () => void;
}

/** One row of cells, each wrapped in its column; starts a page where it does not fit. */
function row(pdf: Pdf, values: readonly string[], widths: readonly number[], style: RowStyle): void {
  const texts = values.map(printable);
  const fontAt = (column: number): string => style.fonts[column] ?? style.fonts[0] ?? 'Helvetica';
  pdf.fontSize(9);
  const heights = texts.map((value, column) => pdf.font(fontAt(column)).heightOfString(value || ' ', { width: (widths[column] ?? 0) - 2 * PADDING }));
  const height = Math.min(Math.max(...heights, 10) + 2 * PADDING, BOTTOM - MARGIN);
  room(pdf, height, style.onNewPage);
  const top = pdf.y;
  if (style.fill) pdf.rect(MARGIN, top, WIDTH, height).fill(style.fill);
  let left = MARGIN;
  texts.forEach((value, column) => {
    const width = widths[column] ?? 0;
    pdf.font(fontAt(column)).fillColor(INK);
    pdf.text(value, left + PADDING, top + PADDING, { width: width - 2 * PADDING, height: height - PADDING });
    left += width;
  });
  pdf.moveTo(MARGIN, top + height).lineTo(MARGIN + WIDTH, top + height).lineWidth(0.5).stroke(RULE);
  pdf.y = top + height;
}

function title(pdf: Pdf, value: string): void {
  room(pdf, 60);
  pdf.y += 14;
  pdf.font('Helvetica-Bold').fontSize(11).fillColor(ACCENT).text(printable(value), MARGIN, pdf.y, { width: WIDTH });
  pdf.y += 4;
}

function section(pdf: Pdf, part: Section): void {
  if (part.title) title(pdf, part.title);
  for (const values of part.rows) row(pdf, values, [WIDTH * 0.34, WIDTH * 0.66], { fonts: ['Helvetica-Bold', 'Helvetica'] });
}

function table(pdf: Pdf, part: Table): void {
  title(pdf, part.title);
  const widths = columnWidths(part);
  const header = (): void => row(pdf, part.columns, widths, { fonts: ['Helvetica-Bold'], fill: '#eef3f8' });
  header();
  for (const values of part.rows) row(pdf, values, widths, { fonts: ['Helvetica'], onNewPage: header });
}

function head(pdf: Pdf, letter: Letter): void {
  pdf.rect(0, 0, 595.28, 8).fill(ACCENT);
  pdf.font('Helvetica').fontSize(10).fillColor(INK);
  letter.recipient.forEach((line, index) => pdf.text(printable(line), MARGIN, 110 + index * 14, { width: 240, height: 14, ellipsis: true }));
  pdf.fontSize(8).fillColor(FAINT).text('Reference', 360, 110).text(printable(letter.reference), 360, 121, { width: 595.28 - MARGIN - 360 });
  pdf.y = Math.max(210, 110 + letter.recipient.length * 14 + 30);
  pdf.font('Helvetica-Bold').fontSize(18).fillColor(ACCENT).text(printable(letter.heading), MARGIN, pdf.y, { width: WIDTH });
  pdf.moveDown(0.8).font('Helvetica').fontSize(10).fillColor(INK);
  pdf.text(printable(letter.salutation), { width: WIDTH }).moveDown(0.5).text(printable(letter.introduction), { width: WIDTH }).moveDown(1);
}

function numberPages(pdf: Pdf): number {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // Text below the bottom margin would start a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.font('Helvetica').fontSize(8).fillColor(FAINT);
    pdf.text(`Page ${page + 1} of ${count}`, MARGIN, 800, { width: WIDTH, align: 'center', lineBreak: false });
  }
  return count;
}

export async function renderPdf(letter: Letter): Promise<{ bytes: Buffer; pageCount: number }> {
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: printable(letter.heading) } });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.once('end', resolve).once('error', reject);
  });
  head(pdf, letter);
  for (const part of letter.sections) section(pdf, part);
  for (const part of letter.tables) table(pdf, part);
  room(pdf, 50);
  pdf.y += 20;
  pdf.font('Helvetica').fontSize(10).fillColor(INK).text('Yours sincerely', MARGIN, pdf.y, { width: WIDTH });
  const pageCount = numberPages(pdf);
  pdf.end();
  await finished;
  return { bytes: Buffer.concat(chunks), pageCount };
}
