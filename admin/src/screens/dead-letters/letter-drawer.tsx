import { useQuery } from '@apollo/client/react';
import { Alert, Button, Drawer, Group, Stack, Table, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { AnchorLink } from '../../ui/anchor-link';
import { Copyable } from '../../ui/copyable';
import { bytes } from '../../ui/figures';
import { Moment } from '../../ui/moment';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { DEAD_LETTER } from './documents';
import { LetterBody } from './letter-body';

/** One dead letter: why it is one, where it was read, its headers and its bytes. */
export function LetterDrawer({ id, onClose, onReplay }: { id: string; onClose: () => void; onReplay: (id: string) => void }) {
  const { data, error, refetch } = useQuery(DEAD_LETTER, { variables: { id } });
  const letter = data?.deadLetter;
  const facts: readonly (readonly [string, ReactNode])[] = letter
    ? [
        ['Read on', <span key="place" className="mono">{`${letter.topic}, partition ${letter.partition}, offset ${letter.offset}`}</span>],
        ['Since', <Moment key="at" at={letter.at} />],
        ['Key', letter.key ? <Copyable key="key" value={letter.key} label="Copy the key" /> : 'None'],
        ['Size', bytes(letter.sizeBytes)],
        ['Request', letter.requestId ? <AnchorLink key="request" to="/requests/$id" params={{ id: letter.requestId }} size="sm" className="mono">{letter.requestId}</AnchorLink> : 'None that is known'],
        ['Replayed', letter.replayedAt ? <span key="replayed"><Moment at={letter.replayedAt} /> by {letter.replayedBy}</span> : 'Not yet'],
      ]
    : [];
  const headers = Object.entries(letter?.headers ?? {});
  return (
    <Drawer opened onClose={onClose} position="right" size="xl" title="Dead letter">
      {error && !letter ? <Failed error={error} again={() => void refetch()} /> : null}
      {!data && !error ? <RowsLoading rows={6} /> : null}
      {data && !letter ? <Empty title="There is no such dead letter" text="It may have been cleared away." /> : null}
      {letter ? (
        <Stack gap="md">
          <Alert variant="default" title="Why it is here">
            {letter.reason}
          </Alert>
          <Table variant="vertical" layout="fixed" withTableBorder>
            <Table.Tbody>
              {facts.map(([label, value]) => (
                <Table.Tr key={label}>
                  <Table.Th w={110}>{label}</Table.Th>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Title order={3}>Value</Title>
          <LetterBody key={letter.id} text={letter.text ?? null} base64={letter.base64} sizeBytes={letter.sizeBytes} />
          {headers.length > 0 ? (
            <>
              <Title order={3}>Headers</Title>
              <Table variant="vertical" layout="fixed" withTableBorder>
                <Table.Tbody>
                  {headers.map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Th w={150} className="mono">{name}</Table.Th>
                      <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>{String(value)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </>
          ) : null}
          {letter.replayedAt ? null : (
            <Group>
              <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => onReplay(letter.id)}>
                Replay
              </Button>
            </Group>
          )}
        </Stack>
      ) : null}
    </Drawer>
  );
}
