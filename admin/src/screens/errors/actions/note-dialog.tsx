import { Button, Group, Loader, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { whole } from '../../../ui/figures';
import { Failed } from '../../../ui/states';

export interface NoteDialogProps {
  readonly title: string;
  readonly text: string;
  readonly verb: string;
  readonly color?: string;
  /** How many will be touched; undefined until that is known. */
  readonly count: number | undefined;
  readonly exact: boolean;
  /** Of how many that were chosen. */
  readonly of: number;
  readonly error: unknown;
  readonly again: () => void;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (note: string) => void;
}

/** Says how many errors an action will touch, and asks for the note that it must have. */
export function NoteDialog({ title, text, verb, color, count, exact, of, error, again, busy, onClose, onConfirm }: NoteDialogProps) {
  const [note, setNote] = useState('');
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (note.trim() && count !== 0) onConfirm(note.trim());
        }}
      >
        <Stack gap="md">
          <Text size="sm" className="quiet">
            {text}
          </Text>
          {error ? <Failed error={error} title="It can't be said how many this will touch" again={again} /> : null}
          <Text role="status" size="sm" data-testid="action-preview">
            {count === undefined && !error ? <Loader size="xs" aria-label="Counting" /> : null}
            {count === 0 ? 'None of them is in a state for this now.' : null}
            {count !== undefined && count > 0 ? (
              <>
                This will touch {exact ? '' : 'about '}
                <strong>{whole(count)}</strong> {count === of ? (of === 1 ? 'error' : 'errors') : `of ${whole(of)} errors`}.
              </>
            ) : null}
          </Text>
          <Textarea label="Note" description="Kept with who did it in the audit log" required value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1_000} autosize minRows={2} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={color} loading={busy} disabled={!note.trim() || !count}>
              {verb} {count ? whole(count) : ''}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
