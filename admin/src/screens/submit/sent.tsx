import { useSubscription } from '@apollo/client/react';
import { Group, Stack, Text } from '@mantine/core';
import type { DocumentStatus } from '../../generated/graphql';
import { AnchorLink } from '../../ui/anchor-link';
import { Copyable } from '../../ui/copyable';
import { Moment } from '../../ui/moment';
import { Panel } from '../../ui/panel';
import { StatusBadge } from '../../ui/status-badge';
import { SENT_STATUS } from './queries';

export interface SentRequest {
  readonly id: string;
  readonly title: string;
  readonly status: DocumentStatus;
  readonly at: string;
}

/** The requests that were sent from this page, each with its live status. */
export function Sent({ requests }: { requests: readonly SentRequest[] }) {
  return (
    <Panel title="Sent from here">
      <Stack gap="xs" aria-live="polite">
        {requests.map((request) => (
          <SentRow key={request.id} request={request} />
        ))}
      </Stack>
    </Panel>
  );
}

function SentRow({ request: { id, title, status, at } }: { request: SentRequest }) {
  const { data } = useSubscription(SENT_STATUS, { variables: { id } });
  const event = data?.documentRequestStatus;
  return (
    <Group gap="sm" data-testid="sent">
      <StatusBadge status={event?.status ?? status} />
      <AnchorLink to="/requests/$id" params={{ id }} size="sm" fw={550}>
        {title}
      </AnchorLink>
      <Copyable value={id} shown={id.slice(-12)} label="Copy the request's id" />
      <Text size="sm" className="quiet" span>
        <Moment at={at} form="ago" />
      </Text>
      {event?.message ? (
        <Text size="sm" className="quiet">
          {event.message}
        </Text>
      ) : null}
    </Group>
  );
}
