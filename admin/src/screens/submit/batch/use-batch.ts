/** A batch from file to answer: read, checked, sent, and what was refused kept. */
import { useMutation } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import type { UserError } from '../../../generated/graphql';
import { newKey } from '../draft';
import { SUBMIT_MANY, type TypeToSubmit } from '../queries';
import { checkRows, type Checked } from './check-rows';
import { readBatch } from './read-file';
import type { BatchFile, BatchRow, FaultyRow } from './rows';

type Refusal = Pick<UserError, 'field' | 'code' | 'message'>;

export interface SentBatch {
  readonly submissionId: string;
  readonly rows: number;
}

export interface BatchState {
  readonly file: BatchFile | null;
  /** Rows looked at so far; null while nothing is being checked. */
  readonly checking: number | null;
  readonly good: readonly BatchRow[];
  readonly faulty: readonly FaultyRow[];
  /** Stays the same until the gateway has answered: a lost answer does not submit twice. */
  readonly idempotencyKey: string;
  readonly sent: SentBatch | null;
  /** Of the batch as a whole, or of a file that cannot be read. */
  readonly failure: unknown;
}

const NOTHING: Checked = { good: [], faulty: [] };
const START: BatchState = { file: null, checking: null, ...NOTHING, idempotencyKey: '', sent: null, failure: null };

export function useBatch(type: TypeToSubmit) {
  const [state, setState] = useState<BatchState>(START);
  const [submit, { loading: sending }] = useMutation(SUBMIT_MANY);
  const work = useRef<AbortController | null>(null);
  useEffect(() => () => work.current?.abort(), []);

  const open = async (upload: File) => {
    work.current?.abort();
    const mine = (work.current = new AbortController());
    setState({ ...START, checking: 0 });
    try {
      const file = await readBatch(upload, type.dataSchema);
      mine.signal.throwIfAborted();
      setState({ ...START, file, checking: 0 });
      const checked = await checkRows(file.rows, type, (checking) => setState((before) => ({ ...before, checking })), mine.signal);
      setState({ ...START, file, ...checked, idempotencyKey: newKey() });
    } catch (failure) {
      if (!mine.signal.aborted) setState({ ...START, failure });
    }
  };

  const send = async () => {
    const rows = state.good;
    setState((before) => ({ ...before, failure: null }));
    try {
      const requests = rows.map(({ input }) => ({ documentType: type.code, ...input }));
      const { data } = await submit({ variables: { requests, idempotencyKey: state.idempotencyKey } });
      const { submission, userErrors = [] } = data?.submitDocumentBatch ?? {};
      const { refused, general } = byRow(rows, userErrors);
      if (!submission && refused.length === 0) throw new Error(general.map(({ message }) => message).join(' ') || 'The gateway gave no answer.');
      const sent = submission ? { submissionId: submission.id, rows: rows.length - refused.length } : null;
      setState((before) => ({
        ...before,
        good: [],
        faulty: [...before.faulty, ...refused].sort((one, other) => one.row.line - other.row.line),
        sent,
        idempotencyKey: newKey(),
      }));
      return sent;
    } catch (failure) {
      setState((before) => ({ ...before, failure }));
      return null;
    }
  };

  return { state, sending, open, send, clear: () => setState(START) };
}

/** Refusals begin with ["requests", index]; the rest concern the whole. */
function byRow(rows: readonly BatchRow[], refusals: readonly Refusal[]) {
  const found = new Map<BatchRow, { path: string[]; message: string }[]>();
  const general: Refusal[] = [];
  for (const refusal of refusals) {
    const [root, index, ...rest] = refusal.field ?? [];
    const row = root === 'requests' && index !== undefined ? rows[Number(index)] : undefined;
    if (!row) general.push(refusal);
    else found.set(row, [...(found.get(row) ?? []), { path: rest[0] === 'data' ? rest.slice(1) : rest, message: refusal.message }]);
  }
  const refused: FaultyRow[] = [...found].map(([row, faults]) => ({ row, faults, by: 'gateway' }));
  return { refused, general };
}
