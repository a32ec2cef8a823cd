/** A letter as a Word document. */
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import type { Letter } from './letter';

function row(values: readonly string[], header = false): TableRow {
  return new TableRow({ tableHeader: header, children: values.map((value) => new TableCell({ children: [new Paragraph(value)] })) });
}

function table(rows: readonly TableRow[]): Table {
  return new Table({ rows: [...rows], width: { size: 100, type: WidthType.PERCENTAGE } });
}

function title(value: string): Paragraph {
  return new Paragraph({ text: value, heading: HeadingLevel.HEADING_2, spacing: { before: 240, after: 120 } });
}

export async function renderDocx(letter: Letter): Promise<Buffer> {
  const children: (Paragraph | Table)[] = [
    ...letter.recipient.map((line) => new Paragraph(line)),
    new Paragraph({ text: letter.heading, heading: HeadingLevel.HEADING_1, spacing: { before: 480, after: 240 } }),
    new Paragraph(letter.salutation),
    new Paragraph({ text: letter.introduction, spacing: { after: 240 } }),
  ];
  for (const section of letter.sections) {
    if (section.title) children.push(title(section.title));
    if (section.rows.length > 0) children.push(table(section.rows.map((values) => row(values))));
  }
  for (const { title: name, columns, rows } of letter.tables) {
    children.push(title(name), table([row(columns, true), ...rows.map((values) => row(values))]));
  }
  children.push(new Paragraph({ text: `Reference ${letter.reference}`, spacing: { before: 480 } }));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}
