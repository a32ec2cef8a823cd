import fc from 'fast-check';
import { formBatches, kindKey, type Candidate } from '../../../domain/engine-batch';

const candidate = fc.record({
  kind: fc.record({
    tenant: fc.constantFrom('a', 'b'),
    engineConfiguration: fc.constantFrom('letter', 'invoice'),
    format: fc.constantFrom('PDF' as const, 'HTML' as const),
  }),
  priority: fc.constantFrom('NORMAL' as const, 'LOW' as const),
  batchLimit: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
});

describe('engine batches', () => {
  it('hold every document once, one kind each, within the size and within the smallest limit among their members', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 80 }), fc.integer({ min: 1, max: 20 }), (candidates: Candidate[], maxSize) => {
        const batches = formBatches(candidates, maxSize);
        expect(batches.flat()).toHaveLength(candidates.length);
        expect(new Set(batches.flat()).size).toBe(candidates.length);
        for (const batch of batches) {
          expect(new Set(batch.map((each) => kindKey(each.kind))).size).toBe(1);
          const smallest = Math.min(maxSize, ...batch.map((each) => each.batchLimit ?? maxSize));
          expect(batch.length).toBeLessThanOrEqual(smallest);
        }
      }),
    );
  });

  it('are full before another is begun, where nothing limits them', () => {
    const kind = { tenant: 'a', engineConfiguration: 'letter', format: 'PDF' as const };
    const many = Array.from({ length: 250 }, (): Candidate => ({ kind, priority: 'NORMAL', batchLimit: null }));
    expect(formBatches(many, 100).map((batch) => batch.length)).toEqual([100, 100, 50]);
  });
});
