import { useSubscription } from '@apollo/client/react';
import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunRowFragment } from '../../../generated/graphql';
import { whole } from '../../../ui/figures';
import { Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';
import { RUN_PROGRESS } from '../documents';
import { RunBar } from './run-bar';
import { isUnderWay } from './run-state';
import classes from './run-line.module.css';

/** One run in a list; one that is under way moves. */
export function RunLine({ run }: { run: RunRowFragment }) {
  // What comes goes into the cache, and so into `run`.
  useSubscription(RUN_PROGRESS, { variables: { id: run.id }, skip: !isUnderWay(run) });
  return (
    <li>
      <Link to="/errors/runs/$runId" params={{ runId: run.id }} className={classes.line} data-run={run.id}>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <StatusBadge status={run.state} />
          <Text size="xs" className="quiet" truncate>
            {run.startedBy} · <Moment at={run.startedAt} form="ago" />
          </Text>
        </Group>
        <RunBar run={run} size="sm" />
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Text size="xs" className="figures">
            {whole(run.recovered)} of {whole(run.selected)} recovered
          </Text>
          <Text size="xs" className="quiet" truncate>
            {run.note}
          </Text>
        </Group>
      </Link>
    </li>
  );
}
