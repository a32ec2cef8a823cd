import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { askReason } from '../../ui/ask-reason';
import { useMayCancel } from '../../ui/may-cancel';
import { tellDone } from '../../ui/told';
import { CANCEL_REQUEST } from '../requests/documents';
import type { RequestStory } from './documents';

/** Shown to those who may, while there is something to stop. */
export function CancelButton({ request, onDone }: { request: RequestStory; onDone: () => void }) {
  const mayCancel = useMayCancel();
  const [cancel] = useMutation(CANCEL_REQUEST);
  if (!mayCancel(request)) return null;
  const ask = () =>
    askReason({
      title: 'Cancel this request',
      text: 'No document is made of it, whatever the engine still does.',
      label: 'Reason',
      action: 'Cancel the request',
      danger: true,
      onSubmit: async (reason) => {
        const { data } = await cancel({ variables: { id: request.id, reason } });
        const [refused] = data?.cancelDocumentRequest.userErrors ?? [];
        if (refused) throw new Error(refused.message);
        tellDone('The request is cancelled.');
        onDone();
      },
    });
  return (
    <Button size="xs" variant="default" onClick={ask} leftSection={<IconBan size={15} aria-hidden />}>
      Cancel …
    </Button>
  );
}
