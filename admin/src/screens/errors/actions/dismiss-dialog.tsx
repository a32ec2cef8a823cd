import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import type { ProcessingErrorFilter } from '../../../generated/graphql';
import { tellDone, tellFailed } from '../../../ui/told';
import { countOf, filterOf, refusalsOf, TAKES, within, type Choice } from './choice';
import { DISMISS, DISMISSAL_PREVIEW } from './documents';
import { NoteDialog } from './note-dialog';
import { tellDismissed, type Dismissal } from './undo';

/** Of an answer's errors: it names no more. */
const NAMED = 100;

/** Gives errors up with a note; the notice that follows can take it back. */
export function DismissDialog({ choice, onClose, onDone }: { choice: Choice; onClose: () => void; onDone: () => void }) {
  const client = useApolloClient();
  const [filter] = useState(() => filterOf(choice));
  const dismissed: ProcessingErrorFilter = { ...filter, recoveryStatuses: ['DISMISSED'] };
  const preview = useQuery(DISMISSAL_PREVIEW, { variables: { open: within(filter, TAKES.DISMISS) ?? filter, dismissed }, fetchPolicy: 'network-only' });
  const [dismiss, { loading }] = useMutation(DISMISS);

  const begin = async (note: string) => {
    try {
      const { data } = await dismiss({ variables: { filter, note } });
      if (!data) return;
      const { dismissed: count, errors, userErrors } = data.dismissErrors;
      onDone();
      if (count === 0) return tellDone(userErrors[0]?.message ?? 'Nothing was left to dismiss.');
      const { refused } = refusalsOf(choice, userErrors);
      const leftAlone = new Set(refused.flatMap(({ ids }) => ids));
      const ids = count <= NAMED ? errors.map(({ id }) => id) : choice.kind === 'picked' ? choice.errors.map(({ id }) => id).filter((id) => !leftAlone.has(id)) : null;
      tellDismissed(client, { count, ...undoOf(ids, dismissed, preview.data?.dismissed.totalCount) }, onDone);
    } catch (error) {
      tellFailed(error, 'Nothing was dismissed');
    }
  };

  return (
    <NoteDialog
      title="Dismiss errors"
      text="They are given up: nothing tries them again, and requests that waited for a retry become failed. You can undo it."
      verb="Dismiss"
      color="red"
      count={preview.data?.open.totalCount}
      exact={preview.data?.open.totalCountExact ?? true}
      of={countOf(choice)}
      error={preview.error}
      again={() => void preview.refetch()}
      busy={loading}
      onClose={onClose}
      onConfirm={(note) => void begin(note)}
    />
  );
}

/** Ids where they are known; else the filter, where nothing that it matches had been dismissed before. */
function undoOf(ids: readonly string[] | null, filter: ProcessingErrorFilter, before: number | undefined): Pick<Dismissal, 'undo' | 'whyNot'> {
  if (ids) return { undo: { ids: [...ids] } };
  if (before === 0) return { undo: filter };
  return { undo: null, whyNot: 'Others of this filter had been dismissed before, so they can only be reopened by hand: choose the status Dismissed.' };
}
