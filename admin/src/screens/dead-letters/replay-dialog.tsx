import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { whole } from '../../ui/figures';
import { tellDone, tellFailed } from '../../ui/told';
import { REPLAY } from './documents';

/** Asks once more, then puts dead letters back on their topics. */
export function ReplayDialog({ ids, onClose, onDone }: { ids: readonly string[]; onClose: () => void; onDone: () => void }) {
  const [replay, { loading }] = useMutation(REPLAY);
  const [note, setNote] = useState('');
  const go = async () => {
    try {
      const { data } = await replay({ variables: { ids: [...ids], note: note.trim() || null } });
      const { replayed = 0, userErrors = [] } = data?.replayDeadLetters ?? {};
      onDone();
      if (replayed > 0) tellDone(`${whole(replayed)} dead ${replayed === 1 ? 'letter was' : 'letters were'} put back. One that still can't be read comes here again.`);
      if (userErrors.length > 0) tellFailed(new Error(userErrors.map(({ message }) => message).join(' ')), `${whole(userErrors.length)} could not be replayed`);
    } catch (error) {
      tellFailed(error, 'Nothing was replayed');
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Replay ${whole(ids.length)} dead ${ids.length === 1 ? 'letter' : 'letters'}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Stack gap="md">
          <Text size="sm">Their original bytes and headers go back on the topic they came from. Replay them once what could not read them has been mended: a letter can be replayed once.</Text>
          <Textarea label="Note" description="Kept with who did it in the audit log" value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1_000} autosize minRows={2} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={loading}>
              Replay {whole(ids.length)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
