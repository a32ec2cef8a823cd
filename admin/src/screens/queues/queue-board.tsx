import { Button, List, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useAuthorizedFetch } from '../../ui/authorized-fetch';
import { Panel } from '../../ui/panel';
import { Failed } from '../../ui/states';

const BOARD = '/admin/queues';

/** The way to Bull Board, which is a page of its own: it may not stand in another page's frame. */
export function QueueBoard() {
  const ask = useAuthorizedFetch();
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const open = async () => {
    setOpening(true);
    setFailure(null);
    // Opened while the click counts as one, or browsers hold it back.
    const tab = window.open('about:blank');
    try {
      // The token becomes a cookie, which the board's own requests bring along.
      await ask(`${BOARD}/sign-in`, undefined, 'POST');
      if (tab) tab.location.href = BOARD;
      else location.assign(BOARD);
    } catch (error) {
      tab?.close();
      setFailure(error);
    } finally {
      setOpening(false);
    }
  };
  return (
    <Panel title="Queue board">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">Bull Board shows every run of the jobs beside the main way: when it ran, how long it took, and what it said when it failed. Nothing can be changed there.</Text>
        <List size="sm" className="quiet">
          <List.Item>Recovery: publishes the retries that are due</List.Item>
          <List.Item>Housekeeping: clears away what is old, and repairs what was interrupted</List.Item>
        </List>
        <Button leftSection={<IconExternalLink size={16} aria-hidden />} loading={opening} onClick={() => void open()}>
          Open the board in a new tab
        </Button>
        {failure ? <Failed error={failure} title="The board can't be opened" /> : null}
      </Stack>
    </Panel>
  );
}
