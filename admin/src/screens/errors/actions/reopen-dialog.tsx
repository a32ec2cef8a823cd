import { useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { whole } from '../../../ui/figures';
import { tellDone, tellFailed } from '../../../ui/told';
import { countOf, filterOf, TAKES, within, type Choice } from './choice';
import { DISMISSAL_PREVIEW, REOPEN } from './documents';
import { NoteDialog } from './note-dialog';

/** Takes dismissals back, with a note. */
export function ReopenDialog({ choice, onClose, onDone }: { choice: Choice; onClose: () => void; onDone: () => void }) {
  const [filter] = useState(() => filterOf(choice));
  const dismissed = within(filter, TAKES.REOPEN) ?? filter;
  const preview = useQuery(DISMISSAL_PREVIEW, { variables: { open: dismissed, dismissed }, fetchPolicy: 'network-only' });
  const [reopen, { loading }] = useMutation(REOPEN);

  const begin = async (note: string) => {
    try {
      const { data } = await reopen({ variables: { filter, note } });
      if (!data) return;
      const { reopened, userErrors } = data.reopenErrors;
      onDone();
      tellDone(reopened === 0 ? (userErrors[0]?.message ?? 'Nothing was left to reopen.') : `${whole(reopened)} ${reopened === 1 ? 'error is' : 'errors are'} open again.`);
    } catch (error) {
      tellFailed(error, 'Nothing was reopened');
    }
  };

  return (
    <NoteDialog
      title="Reopen errors"
      text="They wait for an administrator again. They are not retried by themselves: retrigger them when the cause is mended."
      verb="Reopen"
      count={preview.data?.dismissed.totalCount}
      exact={preview.data?.dismissed.totalCountExact ?? true}
      of={countOf(choice)}
      error={preview.error}
      again={() => void preview.refetch()}
      busy={loading}
      onClose={onClose}
      onConfirm={(note) => void begin(note)}
    />
  );
}
