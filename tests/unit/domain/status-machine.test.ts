import fc from 'fast-check';
import { DocumentStatus } from '../../../domain/document';
import { attemptAfter, isFinal, mayChange, sourcesOf, type Trigger } from '../../../domain/status-machine';

const STATUSES = Object.keys(DocumentStatus) as DocumentStatus[];
const TRIGGERS: Trigger[] = ['WORK', 'POISON_MESSAGE', 'RETRY_EVENT', 'DISMISSAL', 'EXHAUSTION', 'CANCEL'];
const status = fc.constantFrom(...STATUSES);
const trigger = fc.constantFrom(...TRIGGERS);

describe('the table of transitions', () => {
  it('never leaves COMPLETED or CANCELLED, whatever is tried', () => {
    fc.assert(
      fc.property(fc.constantFrom<DocumentStatus>('COMPLETED', 'CANCELLED'), status, trigger, (from, to, by) => !mayChange(from, to, by)),
    );
  });

  it('leaves FAILED by a retry event alone', () => {
    fc.assert(fc.property(status, trigger, (to, by) => !mayChange('FAILED', to, by) || by === 'RETRY_EVENT'));
  });

  it('cancels from every status that is not final, and from no other', () => {
    fc.assert(fc.property(status, (from) => mayChange(from, 'CANCELLED', 'CANCEL') === !isFinal(from)));
  });

  it('never goes back to ACCEPTED and never stays where it is', () => {
    fc.assert(fc.property(status, trigger, (from, by) => !mayChange(from, 'ACCEPTED', by) && !mayChange(from, from, by)));
  });

  it('completes only what the engine had', () => {
    expect(TRIGGERS.flatMap((by) => sourcesOf('COMPLETED', by))).toEqual(['GENERATING']);
  });

  it('fails an ACCEPTED request for a poison message only', () => {
    expect(TRIGGERS.filter((by) => mayChange('ACCEPTED', 'FAILED', by))).toEqual(['POISON_MESSAGE']);
  });

  it('takes up by retry only what was scheduled for it or had failed, and counts the attempt', () => {
    expect(sourcesOf('PROCESSING', 'RETRY_EVENT')).toEqual(['RETRY_SCHEDULED', 'FAILED']);
    expect(sourcesOf('GENERATING', 'RETRY_EVENT')).toEqual(['RETRY_SCHEDULED', 'FAILED']);
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), trigger, (n, by) => attemptAfter(n, by) === (by === 'RETRY_EVENT' ? n + 1 : n)));
  });

  it('holds any walk of allowed changes to what the promises say', () => {
    const step = fc.record({ to: status, by: trigger });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let at: DocumentStatus = 'ACCEPTED';
        let seenGenerating = false;
        for (const { to, by } of steps) {
          if (!mayChange(at, to, by)) continue;
          at = to;
          if (at === 'GENERATING') seenGenerating = true;
          if (at === 'COMPLETED' && !seenGenerating) return false;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});
