import { Table, Text } from '@mantine/core';
import { Moment } from '../../../ui/moment';
import { statusLabel } from '../../../ui/status-badge';
import { Unfolding } from '../../../ui/unfolding';
import type { StoryEvent } from '../documents';

/** Where each event, and the work event written with it, stands on the topics. */
export function RecordsPanel({ timeline }: { timeline: readonly StoryEvent[] }) {
  const records = timeline.flatMap(({ sequence, status, records: own = [] }) => own.map((record) => ({ sequence, status, ...record })));
  return (
    <Unfolding title="Events on the topics">
      {records.length === 0 ? (
        <Text size="sm" className="quiet">
          None is published yet, or their places are no longer kept.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing={5} fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Event</Table.Th>
                <Table.Th>Topic</Table.Th>
                <Table.Th ta="right">Partition</Table.Th>
                <Table.Th ta="right">Offset</Table.Th>
                <Table.Th ta="right">Published</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {records.map(({ sequence, status, topic, partition, offset, publishedAt }) => (
                <Table.Tr key={`${topic} ${partition} ${offset}`}>
                  <Table.Td>
                    {sequence}, {statusLabel(status)}
                  </Table.Td>
                  <Table.Td className="mono">{topic}</Table.Td>
                  <Table.Td ta="right" className="figures">
                    {partition}
                  </Table.Td>
                  <Table.Td ta="right" className="figures">
                    {offset}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Moment at={publishedAt} form="clock" />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Unfolding>
  );
}
