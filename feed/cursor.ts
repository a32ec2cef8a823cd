/** Cursors as clients see them: encrypted and authenticated, since a bare position would tell one tenant of the others' traffic. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { parse, stringify } from 'uuid';
import { DocumentRequestOrder, ProcessingErrorOrder } from '../domain/orders';
import { CodedError } from '../domain/user-errors';
import { readBounds } from './read-events';

/** A place in the feed: after one event, or as of a position. */
export interface OpenedCursor {
  readonly feedId: string;
  /** Null in an `asOf`. */
  readonly requestId: string | null;
  readonly sequence: number | null;
  /** Null where the event was not stamped yet when its cursor was made. */
  readonly position: number | null;
}

/** A place in a list: the time that the list is ordered by, and the id. */
export interface ListPlace {
  /** Microseconds since the epoch: as fine as the database's own times. */
  readonly micros: number;
  readonly id: string;
}

/** A place in a list of requests, with the feed position that was read before the list's first page. */
export interface PagePlace extends ListPlace {
  readonly feedId: string;
  readonly position: number;
}

const REQUEST_ORDERS = Object.values(DocumentRequestOrder);
/** Lists with nothing but a place in their cursors, by the byte that names them there: append only. */
const LISTS = [...Object.values(ProcessingErrorOrder), 'RUN_ERRORS', 'RUNS', 'DEAD_LETTERS', 'AUDIT_LOG'] as const;
export type ListName = (typeof LISTS)[number];

const IV_BYTES = 12;
const TAG_BYTES = 16;
const EVENT = 1;
const AS_OF = 2;
const PAGE = 3;
const LIST = 4;
const NOT_STAMPED = 0xffff_ffff_ffff;

export class CursorSealer {
  private readonly key: Buffer;

  /** @param keyBase64 32 bytes, the same for all gateways. Throws where it is anything else. */
  constructor(keyBase64: string) {
    this.key = Buffer.from(keyBase64, 'base64');
    if (this.key.length !== 32) throw new Error(`the cursor key has ${this.key.length} bytes; give 32, in base64`);
  }

  /** The cursor of one event, for callers of `scope` alone: a tenant, or null for those who read every tenant. */
  sealEvent(scope: string | null, feedId: string, event: { requestId: string; sequence: number; position: number | null }): string {
    const plain = Buffer.alloc(43);
    plain[0] = EVENT;
    plain.set(parse(feedId), 1);
    plain.set(parse(event.requestId), 17);
    plain.writeUInt32BE(event.sequence, 33);
    plain.writeUIntBE(event.position ?? NOT_STAMPED, 37, 6);
    return this.seal(scope, plain);
  }

  /** The cursor of a position: what follows it comes after what the caller has read. */
  sealAsOf(scope: string | null, feedId: string, position: number): string {
    const plain = Buffer.alloc(23);
    plain[0] = AS_OF;
    plain.set(parse(feedId), 1);
    plain.writeUIntBE(position, 17, 6);
    return this.seal(scope, plain);
  }

  /** Throws CodedError BAD_USER_INPUT for what is no cursor of ours, or not one of this scope. */
  open(scope: string | null, cursor: string): OpenedCursor {
    const plain = this.unseal(scope, cursor);
    const kind = plain?.[0];
    if (!plain || (kind !== EVENT && kind !== AS_OF)) throw notOurs();
    const feedId = stringify(plain, 1);
    if (kind === AS_OF) return { feedId, requestId: null, sequence: null, position: plain.readUIntBE(17, 6) };
    const position = plain.readUIntBE(37, 6);
    return {
      feedId,
      requestId: stringify(plain, 17),
      sequence: plain.readUInt32BE(33),
      position: position === NOT_STAMPED ? null : position,
    };
  }

  sealPage(scope: string | null, order: DocumentRequestOrder, place: PagePlace): string {
    const plain = Buffer.alloc(48);
    plain[0] = PAGE;
    plain.set(parse(place.feedId), 1);
    plain.writeUIntBE(place.position, 17, 6);
    plain.writeBigInt64BE(BigInt(place.micros), 23);
    plain.set(parse(place.id), 31);
    plain[47] = REQUEST_ORDERS.indexOf(order);
    return this.seal(scope, plain);
  }

  /** Throws CodedError BAD_USER_INPUT for what is no page cursor of ours, or not one of this scope and order. */
  openPage(scope: string | null, order: DocumentRequestOrder, cursor: string): PagePlace {
    const plain = this.unseal(scope, cursor);
    if (plain?.[0] !== PAGE) throw notOurs();
    // Cursors from before there were other orders lack the byte.
    if (REQUEST_ORDERS[plain[47] ?? 0] !== order) throw otherOrder();
    return {
      feedId: stringify(plain, 1),
      position: plain.readUIntBE(17, 6),
      micros: Number(plain.readBigInt64BE(23)),
      id: stringify(plain, 31),
    };
  }

  sealPlace(scope: string | null, list: ListName, place: ListPlace): string {
    const plain = Buffer.alloc(26);
    plain[0] = LIST;
    plain.writeBigInt64BE(BigInt(place.micros), 1);
    plain.set(parse(place.id), 9);
    plain[25] = LISTS.indexOf(list);
    return this.seal(scope, plain);
  }

  /** Throws CodedError BAD_USER_INPUT for what is no cursor of such a list, or not one of this scope. */
  openPlace(scope: string | null, list: ListName, cursor: string): ListPlace {
    const plain = this.unseal(scope, cursor);
    if (plain?.[0] !== LIST) throw notOurs();
    if (LISTS[plain[25] ?? 0] !== list) throw otherOrder();
    return { micros: Number(plain.readBigInt64BE(1)), id: stringify(plain, 9) };
  }

  private seal(scope: string | null, plain: Buffer): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(boundTo(scope));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
  }

  private unseal(scope: string | null, cursor: string): Buffer | null {
    const bytes = Buffer.from(cursor, 'base64url');
    // Node reads base64url leniently; only the one spelling that we wrote counts.
    if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(scope)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      return null;
    }
  }
}

/** No tenant's name can be taken for that of all tenants. */
function boundTo(scope: string | null): Buffer {
  return Buffer.from(scope === null ? '*' : `tenant:${scope}`);
}

function notOurs(): CodedError {
  return new CodedError('BAD_USER_INPUT', '`after` is not a cursor that this system gave you here: pass one on exactly as it came, with a token of the same tenant');
}

function otherOrder(): CodedError {
  return new CodedError('BAD_USER_INPUT', '`after` is a cursor of another list or order: go on with the `orderBy` that it came from, or begin without `after`');
}

/** Where the feed stands now: read it before a list, and whoever follows from it misses nothing that the list does not show. */
export async function currentAsOf(db: Sequelize): Promise<{ feedId: string; position: number }> {
  const { feedId, position } = await readBounds(db);
  return { feedId, position };
}
