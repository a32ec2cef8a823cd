import { Table, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { AnchorLink } from '../../ui/anchor-link';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { Count } from './count';
import type { ErrorGroup } from './use-system-status';
import classes from './error-codes.module.css';

/** The most frequent are enough at a glance. */
const SHOWN = 8;

/** Open errors by code, the most frequent first; each leads to them. */
export function ErrorCodes({ groups }: { groups: readonly ErrorGroup[] }) {
  const most = [...groups].sort((one, other) => other.count - one.count);
  return (
    <Panel title="Open errors by code">
      {most.length === 0 ? (
        <Text size="sm" className={`${classes.none} quiet`}>
          <IconCheck size={16} aria-hidden /> No error is open.
        </Text>
      ) : (
        <Table verticalSpacing={6} horizontalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Code</Table.Th>
              <Table.Th scope="col" ta="right">
                Open
              </Table.Th>
              <Table.Th scope="col" visibleFrom="xs">
                Newest
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {most.slice(0, SHOWN).map(({ stage, code, count, newest, explanation }) => (
              <Table.Tr key={`${stage} ${code}`}>
                <Table.Td>
                  <AnchorLink to="/errors" search={{ stage, code }} size="sm" className="mono" underline="always">
                    {code}
                  </AnchorLink>
                  <Text size="xs" className="quiet">
                    {stage === 'PROCESSING' ? 'Processing' : 'Monitoring'} · {explanation.meaning}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" fw={600}>
                  <Count value={count} />
                </Table.Td>
                <Table.Td visibleFrom="xs">
                  <Moment at={newest} form="ago" />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {most.length > SHOWN ? (
        <AnchorLink to="/errors" size="sm" underline="always">
          {most.length - SHOWN} more
        </AnchorLink>
      ) : null}
    </Panel>
  );
}
