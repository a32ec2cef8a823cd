import { z } from 'zod';
import { jobListSchema, jobSchema, readAnswer } from '../../../adapters/thunderhead/answers';
import { readTransactions } from '../../../adapters/thunderhead/manifest';
import { applianceAvailable, errorText, jobState, saysInputNotFound } from '../../../adapters/thunderhead/states';

describe('an answer of the engine', () => {
  const schema = z.object({ a: z.number() });

  test('is read with or without the guard', () => {
    for (const body of ['{"a":1}', 'while(1);{"a":1}', '\n while(1); {"a":1}']) expect(readAnswer('call', schema, body)).toEqual({ a: 1 });
  });

  test('that is something else is a protocol failure which says where, and shows none of it', () => {
    for (const body of ['', 'while(1);', '<html>', '{"a":', '{"a":"secret"}', '[]', 'null']) {
      expect(() => readAnswer('get job', schema, body)).toThrow(expect.objectContaining({ kind: 'protocol', message: expect.not.stringContaining('secret') as string }));
    }
    expect(() => readAnswer('get job', schema, '{"a":"x"}')).toThrow('get job: the answer is not as agreed at a');
  });

  test('lists jobs bare or in an object, with numbers for ids', () => {
    const job = { id: 7, name: 'b-1', status: 'RUNNING' };
    const read = { id: '7', name: 'b-1', status: 'RUNNING', messages: [] };
    expect(jobSchema.parse(job)).toEqual(read);
    expect(jobListSchema.parse([job])).toEqual([read]);
    expect(jobListSchema.parse({ jobs: [job] })).toEqual([read]);
  });
});

describe('the words of the engine', () => {
  test('unknown ones are not guessed at', () => {
    expect([jobState('FINISHED'), jobState('finished'), jobState('PURGED'), jobState('constructor')]).toEqual(['FINISHED', 'FINISHED', null, null]);
    expect([applianceAvailable('AVAILABLE'), applianceAvailable('PAUSED'), applianceAvailable('?')]).toEqual([true, false, null]);
  });

  test('only messages of type E are errors', () => {
    const warning = { msgType: 'W', msgID: 'FONT', msgText: 'replaced' };
    const error = { msgType: 'E', msgID: 'INPUT_NOT_FOUND', msgText: 'gone' };
    expect(errorText([warning])).toBeNull();
    expect(errorText([warning, error])).toBe('INPUT_NOT_FOUND: gone');
    expect([saysInputNotFound([warning]), saysInputNotFound([warning, error])]).toEqual([false, true]);
  });

  test('a transaction with an error, or without a file, is not ok whatever it says of itself', () => {
    const file = { ok: true, file: 'a.pdf', mimeType: 'application/pdf', pageCount: 2 };
    const transactions = [
      { transactionNo: 1, ...file },
      { transactionNo: 2, ...file, messages: [{ msgType: 'E', msgID: 'X', msgText: 'y' }] },
      { transactionNo: 3, ok: true },
      { transactionNo: 4, ok: false },
    ];
    expect(readTransactions(JSON.stringify({ transactions })).map((transaction) => transaction.ok)).toEqual([true, false, false, false]);
  });
});
