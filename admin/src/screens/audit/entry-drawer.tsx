import { Drawer, Stack, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from '../../ui/code-block';
import { Copyable } from '../../ui/copyable';
import { Moment } from '../../ui/moment';
import { actionLabel } from './actions';
import type { AuditRow } from './columns';
import { SubjectLink } from './subject-link';

/** One entry of the audit log with all that was asked for and what came of it. */
export function EntryDrawer({ entry, onClose }: { entry: AuditRow; onClose: () => void }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['When', <Moment key="at" at={entry.at} />],
    ['Who', entry.actor],
    ['Tenant', entry.tenant === '*' ? 'All tenants' : entry.tenant],
    ['Action', <span key="action" className="mono">{entry.action}</span>],
    ['To what', <SubjectLink key="subject" action={entry.action} subject={entry.subject ?? null} />],
    ['Note', entry.note ?? '–'],
    ['Entry', <Copyable key="id" value={entry.id} label="Copy the entry's id" />],
  ];
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={actionLabel(entry.action)}>
      <Stack gap="md">
        <Table variant="vertical" layout="fixed" withTableBorder>
          <Table.Tbody>
            {facts.map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th w={100}>{label}</Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Title order={3}>Details</Title>
        <CodeBlock text={JSON.stringify(entry.details, null, 2)} label="The entry's details" />
      </Stack>
    </Drawer>
  );
}
