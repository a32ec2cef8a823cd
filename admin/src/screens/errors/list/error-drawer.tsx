import { useQuery } from '@apollo/client/react';
import { Button, Code, Drawer, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErrorRowFragment } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { Copyable } from '../../../ui/copyable';
import { Moment } from '../../../ui/moment';
import { Failed } from '../../../ui/states';
import { StatusBadge } from '../../../ui/status-badge';
import { ERROR_EXPLANATION } from '../documents';
import { Explanation } from '../groups/explanation';

/** One error: what it says, what it means and what to do. `children` are the actions on it. */
export function ErrorDrawer({ error, onClose, children }: { error: ErrorRowFragment; onClose: () => void; children?: ReactNode }) {
  const explained = useQuery(ERROR_EXPLANATION, { variables: { ids: [error.id] } });
  const explanation = explained.data?.processingErrors.edges[0]?.node.explanation;
  const { request } = error;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Recovery', <StatusBadge key="status" status={error.recoveryStatus} />],
    ['Occurred', <Moment key="at" at={error.occurredAt} />],
    ['Stage', error.stage === error.retryStage ? stageName(error.stage) : `${stageName(error.stage)}; a retry begins in ${stageName(error.retryStage).toLowerCase()}`],
    ['Attempt', error.attempt],
    ['May pass when tried again', error.retriable ? 'Yes' : 'No, something has to be changed first'],
    ['Next attempt', error.nextAttemptAt ? <Moment key="next" at={error.nextAttemptAt} /> : 'None by itself'],
    ...(error.resolvedAt ? [['Ended', <Moment key="end" at={error.resolvedAt} />] as const] : []),
    ['Document type', request.documentType],
    ['Source', request.source],
    ['Error', <Copyable key="id" value={error.id} label="Copy the error's id" />],
  ];
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={<span className="mono">{error.code}</span>}>
      <Stack gap="md">
        <Code block style={{ whiteSpace: 'pre-wrap' }}>
          {error.message}
        </Code>
        {explained.error ? <Failed error={explained.error} again={() => void explained.refetch()} /> : explanation ? <Explanation explanation={explanation} /> : <Skeleton h={96} />}
        <Table variant="vertical" layout="fixed" withTableBorder>
          <Table.Tbody>
            {facts.map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th w={150}>{label}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
            <Table.Tr>
              <Table.Th>Request</Table.Th>
              <Table.Td>
                <AnchorLink to="/requests/$id" params={{ id: request.id }} size="sm">
                  {request.clientReference ?? request.id}
                </AnchorLink>
                <Text size="xs" className="quiet">
                  Its whole story, and its document when there is one
                </Text>
              </Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
        <Group>
          {children}
          <Button renderRoot={(props) => <Link to="/requests/$id" params={{ id: request.id }} {...props} />} variant="default" size="sm">
            Open the request
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

function stageName(stage: ErrorRowFragment['stage']): string {
  return stage === 'PROCESSING' ? 'Processing' : 'Monitoring';
}
