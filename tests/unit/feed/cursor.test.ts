import fc from 'fast-check';
import { newId } from '../../../domain/ids';
import { CodedError } from '../../../domain/user-errors';
import { CursorSealer } from '../../../feed/cursor';

const KEY = Buffer.alloc(32, 7).toString('base64');
const sealer = new CursorSealer(KEY);
const scope = fc.oneof(fc.constant(null), fc.string());
const position = fc.integer({ min: 0, max: 2 ** 47 });
const event = fc.record({
  requestId: fc.uuid(),
  sequence: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  position: fc.option(position),
});

function refusal(open: () => unknown): unknown {
  try {
    return open();
  } catch (error) {
    return error instanceof CodedError ? error.code : error;
  }
}

describe('the cursors of the feed', () => {
  it('open to what was sealed, with any gateway that has the key', () => {
    fc.assert(
      fc.property(scope, fc.uuid(), event, (of, feedId, what) => {
        expect(new CursorSealer(KEY).open(of, sealer.sealEvent(of, feedId, what))).toEqual({ feedId, ...what });
      }),
    );
    fc.assert(
      fc.property(scope, fc.uuid(), position, (of, feedId, at) => {
        expect(sealer.open(of, sealer.sealAsOf(of, feedId, at))).toEqual({ feedId, requestId: null, sequence: null, position: at });
      }),
    );
    fc.assert(
      fc.property(scope, fc.uuid(), fc.uuid(), position, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (of, feedId, id, at, micros) => {
        const place = { feedId, position: at, micros, id };
        expect(sealer.openPage(of, 'UPDATED_ASC', sealer.sealPage(of, 'UPDATED_ASC', place))).toEqual(place);
        expect(sealer.openPlace(of, 'NEXT_ATTEMPT_ASC', sealer.sealPlace(of, 'NEXT_ATTEMPT_ASC', { micros, id }))).toEqual({ micros, id });
      }),
    );
  });

  it('are refused to every other tenant, and tenants cannot be named so as to pass for all of them', () => {
    fc.assert(
      fc.property(scope, scope, event, (of, other, what) => {
        fc.pre(of !== other);
        expect(refusal(() => sealer.open(other, sealer.sealEvent(of, newId(), what)))).toBe('BAD_USER_INPUT');
      }),
    );
    expect(refusal(() => sealer.open('*', sealer.sealAsOf(null, newId(), 5)))).toBe('BAD_USER_INPUT');
  });

  it('are refused when a single character was changed, cut off or added', () => {
    const cursor = sealer.sealEvent('a', newId(), { requestId: newId(), sequence: 3, position: 12 });
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      expect(refusal(() => sealer.open('a', changed))).toBe('BAD_USER_INPUT');
      expect(refusal(() => sealer.open('a', cursor.slice(0, at)))).toBe('BAD_USER_INPUT');
    }
    expect(refusal(() => sealer.open('a', `${cursor}A`))).toBe('BAD_USER_INPUT');
    expect(refusal(() => sealer.open('a', `${cursor}=`))).toBe('BAD_USER_INPUT');
  });

  it('of one kind are no cursors of another kind', () => {
    const place = { feedId: newId(), position: 1, micros: 1, id: newId() };
    const page = sealer.sealPage('a', 'CREATED_DESC', place);
    expect(refusal(() => sealer.open('a', page))).toBe('BAD_USER_INPUT');
    expect(refusal(() => sealer.openPage('a', 'CREATED_DESC', sealer.sealAsOf('a', newId(), 1)))).toBe('BAD_USER_INPUT');
  });

  it('of one list or order are no cursors of another', () => {
    const place = { feedId: newId(), position: 1, micros: 1, id: newId() };
    expect(refusal(() => sealer.openPage('a', 'CREATED_ASC', sealer.sealPage('a', 'CREATED_DESC', place)))).toBe('BAD_USER_INPUT');
    expect(refusal(() => sealer.openPlace('a', 'OCCURRED_ASC', sealer.sealPlace('a', 'NEXT_ATTEMPT_ASC', place)))).toBe('BAD_USER_INPUT');
    expect(refusal(() => sealer.openPlace('a', 'RUNS', sealer.sealPlace('a', 'OCCURRED_DESC', place)))).toBe('BAD_USER_INPUT');
  });

  it('need a key of 32 bytes', () => {
    expect(() => new CursorSealer('c2hvcnQ=')).toThrow('5 bytes');
  });
});
