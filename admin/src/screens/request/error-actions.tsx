import { useMutation } from '@apollo/client/react';
import { Button, Group } from '@mantine/core';
import { IconArchive, IconRefresh } from '@tabler/icons-react';
import { askReason } from '../../ui/ask-reason';
import { tellDone } from '../../ui/told';
import { DISMISS_ERROR, RETRIGGER_ERROR, type StoryError } from './documents';

const RETRIGGERABLE: readonly string[] = ['PENDING', 'EXHAUSTED', 'DISMISSED'];
const DISMISSIBLE: readonly string[] = ['PENDING', 'EXHAUSTED'];

/** What an administrator can do about an error, as far as its state allows. */
export function ErrorActions({ error, onDone }: { error: StoryError; onDone: () => void }) {
  const { id, recoveryStatus, code, retryStage } = error;
  const [retrigger] = useMutation(RETRIGGER_ERROR);
  const [dismiss] = useMutation(DISMISS_ERROR);
  if (!RETRIGGERABLE.includes(recoveryStatus)) return null;

  const askRetrigger = () =>
    askReason({
      title: 'Retrigger',
      text: retryStage === 'MONITORING' ? 'The engine is asked again about the same document, now.' : 'The document is made again, now.',
      label: 'Note, for those who read the story later',
      action: 'Retrigger',
      onSubmit: async (note) => {
        const { data } = await retrigger({ variables: { errorId: id, note } });
        refuse(data?.retriggerErrors.userErrors);
        tellDone('It is on its way again.');
        onDone();
      },
    });
  const askDismiss = () =>
    askReason({
      title: 'Dismiss',
      text: `Nothing more is done about ${code}: the request is FAILED, and the error no longer open. It can be reopened under Errors.`,
      label: 'Why',
      required: true,
      action: 'Dismiss',
      onSubmit: async (note) => {
        const { data } = await dismiss({ variables: { errorId: id, note: note ?? '' } });
        refuse(data?.dismissErrors.userErrors);
        tellDone('The error is dismissed.');
        onDone();
      },
    });
  return (
    <Group gap="xs" mt={4}>
      <Button size="xs" onClick={askRetrigger} leftSection={<IconRefresh size={14} aria-hidden />}>
        Retrigger
      </Button>
      {DISMISSIBLE.includes(recoveryStatus) ? (
        <Button size="xs" variant="default" onClick={askDismiss} leftSection={<IconArchive size={14} aria-hidden />}>
          Dismiss
        </Button>
      ) : null}
    </Group>
  );
}

/** What the gateway refused goes into the dialogue. */
function refuse(userErrors: readonly { readonly message: string }[] | undefined): void {
  if (userErrors && userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join(' '));
}
