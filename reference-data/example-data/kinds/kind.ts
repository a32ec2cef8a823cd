/** What one kind of example document consists of, and the parts that several kinds share. */
import type { JsonObject } from '../../../domain/document';
import type { DocumentType } from '../../items/kinds';
import { pick, person, type Person } from '../people';

export interface ExampleKind {
  readonly type: Omit<DocumentType, 'active' | 'version'>;
  /** Data that the type's schema accepts, the same for the same n. */
  readonly data: (n: number, recipient: JsonObject) => JsonObject;
  /** Where the data holds the recipient. */
  readonly recipientField: string;
}

export const address: JsonObject = {
  type: 'object',
  required: ['street', 'postalCode', 'city', 'country'],
  properties: {
    street: { type: 'string', minLength: 1, maxLength: 120 },
    postalCode: { type: 'string', pattern: '^[A-Z0-9][A-Z0-9 -]{2,9}$' },
    city: { type: 'string', minLength: 1, maxLength: 80 },
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
  additionalProperties: false,
};

/** A person as data names one. `partyId` is optional: with it the letter takes name and address from the parties on file. */
export const recipient: JsonObject = {
  type: 'object',
  required: ['name', 'address'],
  properties: {
    partyId: { type: 'string', minLength: 1, maxLength: 200 },
    name: { type: 'string', minLength: 1, maxLength: 200 },
    email: { type: 'string', format: 'email' },
    address: { $ref: '#/$defs/address' },
  },
  additionalProperties: false,
};

export const money: JsonObject = {
  type: 'object',
  required: ['amount', 'currency'],
  properties: { amount: { type: 'number', minimum: -1e9, maximum: 1e9 }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
  additionalProperties: false,
};

/** A data schema over these properties, with the shared parts under $defs. */
export function dataSchema(required: readonly string[], properties: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required,
    properties,
    additionalProperties: false,
    $defs: { address, recipient, money },
  };
}

export const ref = (name: 'address' | 'recipient' | 'money'): JsonObject => ({ $ref: `#/$defs/${name}` });

/** Two decimals, as people write amounts. */
export function chf(amount: number): JsonObject {
  return { amount: Math.round(amount * 100) / 100, currency: 'CHF' };
}

/** A day of 2026, ISO 8601. */
export function day(n: number, offset = 0): string {
  return new Date(Date.UTC(2026, 0, 1 + ((n * 7 + offset) % 365))).toISOString().slice(0, 10);
}

export function recipientOf({ name, email, address: home }: Person): JsonObject {
  return { name, email, address: home };
}

export { person, pick };
