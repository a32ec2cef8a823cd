import { useApolloClient } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import type { RowSelectionState } from '@tanstack/react-table';
import { askReason } from '../../ui/ask-reason';
import { whole } from '../../ui/figures';
import { useMayCancel } from '../../ui/may-cancel';
import { tellDone, tellFailed } from '../../ui/told';
import { CANCEL_REQUEST, type RequestRow } from './documents';
import type { LiveList } from './live-list';

/** Those selected that can be cancelled are: not final, and the person's to cancel. */
export function CancelSelected({ list, selection, onDone }: { list: LiveList; selection: RowSelectionState; onDone: () => void }) {
  const client = useApolloClient();
  const mayCancel = useMayCancel();
  const selected = Object.keys(selection).filter((id) => selection[id]);
  if (selected.length === 0) return <span />;

  const cancel = async (requests: readonly RequestRow[], reason: string | null) => {
    const refused: string[] = [];
    // One by one: each is a call of its own, and nothing else should wait behind them.
    for (const { id } of requests) {
      const { data } = await client.mutate({ mutation: CANCEL_REQUEST, variables: { id, reason } });
      refused.push(...(data?.cancelDocumentRequest.userErrors ?? []).map(({ message }) => message));
    }
    tellDone(`${whole(requests.length - refused.length)} cancelled${refused.length > 0 ? `, ${whole(refused.length)} not: ${refused[0]}` : ''}.`);
    onDone();
  };
  const ask = () => {
    const able = selected.map(list.request).filter((request): request is RequestRow => request !== undefined && mayCancel(request));
    if (able.length === 0) return tellFailed(new Error('What is selected is final already, or another source asked for it.'), 'Nothing to cancel');
    const rest = selected.length - able.length;
    askReason({
      title: `Cancel ${able.length === 1 ? 'one request' : `${whole(able.length)} requests`}`,
      text: `No document will be made of ${able.length === 1 ? 'it' : 'them'}.${rest > 0 ? ` ${whole(rest)} of those selected cannot be cancelled: they are final, or another source's.` : ''}`,
      label: 'Reason',
      action: 'Cancel them',
      danger: true,
      onSubmit: (reason) => cancel(able, reason),
    });
  };
  return (
    <Button size="xs" variant="default" onClick={ask} leftSection={<IconBan size={15} aria-hidden />}>
      Cancel{' '}
      <Text span inherit ml={4} className="figures">
        {whole(selected.length)} selected …
      </Text>
    </Button>
  );
}
