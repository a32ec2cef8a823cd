import { ScrollArea, Table } from '@mantine/core';
import type { ChartData } from './series';

const AT = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** Every time at which there is something to tell, the newest first. */
export function PointsTable({ title, data: { times, lines }, shown }: { title: string; data: ChartData; shown: (value: number) => string }) {
  const told = times.map((at, index) => ({ at, values: lines.map(({ values }) => values[index] ?? null) })).filter(({ values }) => values.some((value) => value !== null && value !== 0));
  if (told.length === 0) return <p className="quiet">Nothing in this time.</p>;
  return (
    <ScrollArea.Autosize mah={240} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': `${title}, as a table` }}>
      <Table stickyHeader verticalSpacing={4} fz="sm" className="figures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">From</Table.Th>
            {lines.map(({ name }) => (
              <Table.Th key={name} scope="col" ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {told.reverse().map(({ at, values }) => (
            <Table.Tr key={at}>
              <Table.Td>{AT.format(at * 1000)}</Table.Td>
              {values.map((value, index) => (
                <Table.Td key={lines[index]?.name} ta="right">
                  {value === null ? '–' : shown(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
