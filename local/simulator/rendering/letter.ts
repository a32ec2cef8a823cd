/** The parts of a letter, found in a document's data: whatever fields a document type has, each shows up somewhere. */
import type { TransactionDocument } from '../jobs/transaction-file';

export interface Section {
  readonly title: string | null;
  /** Label and value. */
  readonly rows: readonly (readonly [string, string])[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Letter {
  readonly heading: string;
  readonly recipient: readonly string[];
  readonly reference: string;
  readonly salutation: string;
  readonly introduction: string;
  readonly sections: readonly Section[];
  readonly tables: readonly Table[];
}

const MAX_COLUMNS = 6;
const MAX_ROWS = 2_000;
const MAX_TEXT = 400;

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** policyNumber, policy_number and policy-number read "Policy number". */
function label(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return shorten(value.map(text).join(', '));
  if (isFields(value)) return shorten(Object.entries(value).map(([key, item]) => `${label(key)}: ${text(item)}`).join('; '));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return shorten(String(value));
}

function shorten(value: string): string {
  return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
}

/** Name and address of each enriched party, by the field that named it: `parties` is keyed by JSON Pointer. */
function partyRows(parties: Fields): [string, string][] {
  return Object.entries(parties).map(([pointer, party]) => {
    const lines = isFields(party) ? [party['name'], ...Object.values(isFields(party['address']) ? party['address'] : {})] : [party];
    return [label(pointer.split('/').at(-1) ?? pointer), lines.map(text).filter((line) => line !== '').join(', ')];
  });
}

/** The first party in the data: an object with a name and an address. */
function findParty(value: unknown, depth = 0): Fields | null {
  if (depth > 5 || typeof value !== 'object' || value === null) return null;
  if (isFields(value) && typeof value['name'] === 'string' && isFields(value['address'])) return value;
  for (const item of Object.values(value)) {
    const found = findParty(item, depth + 1);
    if (found) return found;
  }
  return null;
}

function recipientOf(data: Fields): { name: string | null; lines: string[] } {
  const party = findParty(data);
  if (!party) return { name: null, lines: [] };
  const name = text(party['name']);
  return { name, lines: [name, ...Object.values(party['address'] as Fields).map(text).filter((line) => line !== '')] };
}

function tableOf(title: string, items: readonly Fields[]): Table {
  const names = [...new Set(items.slice(0, 50).flatMap((item) => Object.keys(item)))].slice(0, MAX_COLUMNS);
  return { title, columns: names.map(label), rows: items.slice(0, MAX_ROWS).map((item) => names.map((name) => text(item[name]))) };
}

/** The letter of a document. */
export function letterOf(document: TransactionDocument): Letter {
  const recipient = recipientOf(document.data);
  const heading = label(document.documentType);
  const plain: [string, string][] = [];
  const sections: Section[] = [];
  const tables: Table[] = [];
  for (const [name, value] of Object.entries(document.data)) {
    if (name === 'parties' && isFields(value)) sections.push({ title: 'Parties', rows: partyRows(value) });
    else if (Array.isArray(value) && value.length > 0 && value.every(isFields)) tables.push(tableOf(label(name), value));
    else if (isFields(value)) {
      sections.push({ title: label(name), rows: Object.entries(value).slice(0, MAX_ROWS).map(([key, item]) => [label(key), text(item)] as const) });
    } else plain.push([label(name), text(value)]);
  }
  return {
    heading,
    recipient: recipient.lines,
    reference: `${document.requestId} / ${document.attempt}`,
    salutation: recipient.name ? `Dear ${recipient.name},` : 'To whom it may concern,',
    introduction: `please find below the particulars of your ${heading.toLowerCase()}. Keep this document with your records.`,
    sections: plain.length > 0 ? [{ title: null, rows: plain }, ...sections] : sections,
    tables,
  };
}
