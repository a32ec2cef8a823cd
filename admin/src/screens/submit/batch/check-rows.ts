/** Finds the faulty rows in slices, so that the page stays smooth. */
import { loadCheck, type Fault } from '../../../ui/data-schema';
import type { TypeToSubmit } from '../queries';
import type { BatchRow, FaultyRow } from './rows';

const SLICE_MS = 12;
const PRIORITIES = ['HIGH', 'NORMAL', 'LOW'];
const MAX_TEXT = 200;

export interface Checked {
  readonly good: readonly BatchRow[];
  readonly faulty: readonly FaultyRow[];
}

/** Rejects with the signal's reason where it is aborted. */
export async function checkRows(rows: readonly BatchRow[], type: TypeToSubmit, onProgress: (checked: number) => void, signal: AbortSignal): Promise<Checked> {
  const { dataCheck } = await loadCheck();
  const check = dataCheck(type.dataSchema);
  const good: BatchRow[] = [];
  const faulty: FaultyRow[] = [];
  let until = performance.now() + SLICE_MS;
  for (const [index, row] of rows.entries()) {
    if (performance.now() > until) {
      onProgress(index);
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      until = performance.now() + SLICE_MS;
    }
    const faults = row.faults.length > 0 ? row.faults : [...optionFaults(row, type), ...check.faults(row.input.data)];
    if (faults.length > 0) faulty.push({ row, faults, by: 'page' });
    else good.push(row);
  }
  onProgress(rows.length);
  return { good, faulty };
}

function optionFaults({ input }: BatchRow, { formats }: TypeToSubmit): Fault[] {
  const faults: Fault[] = [];
  if (input.format && !formats.includes(input.format)) faults.push({ path: ['format'], message: `must be one of ${formats.join(', ')}` });
  if (input.priority && !PRIORITIES.includes(input.priority)) faults.push({ path: ['priority'], message: `must be one of ${PRIORITIES.join(', ')}` });
  for (const name of ['clientReference', 'idempotencyKey'] as const) {
    if ((input[name]?.length ?? 0) > MAX_TEXT) faults.push({ path: [name], message: `has more than ${MAX_TEXT} characters` });
  }
  return faults;
}
