import { Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useSession } from '../../../session/session';
import { Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';
import { untilText } from '../answer';
import type { StoryError } from '../documents';
import { ErrorActions } from '../error-actions';
import { useNow } from '../use-now';
import classes from './error-card.module.css';

/** One error: what it means, what the system does, what to do, and what can be done here. */
export function ErrorCard({ error, onDone }: { error: StoryError; onDone: () => void }) {
  const { rights } = useSession();
  const { code, message, retryStage, stage, attempt, recoveryStatus, occurredAt, resolvedAt, explanation } = error;
  return (
    <Paper withBorder p="sm" className={classes.error} component="article" aria-label={`Error ${code}, attempt ${attempt}`}>
      <Group gap="xs" mb={6}>
        <Code fw={600}>{code}</Code>
        <StatusBadge status={recoveryStatus} />
        <Text size="xs" className="quiet">
          in {stage.toLowerCase()}, <Moment at={occurredAt} form="clock" />
          {resolvedAt ? (
            <>
              , done with at <Moment at={resolvedAt} form="clock" />
            </>
          ) : null}
        </Text>
      </Group>
      <Stack gap={4}>
        <Text size="sm">{explanation.meaning}</Text>
        <Text size="sm">
          <b>The system:</b> {explanation.systemDoes}
        </Text>
        <Text size="sm">
          <b>What to do:</b> {explanation.whatToDo}
        </Text>
        <Code block className={classes.message}>
          {message}
        </Code>
        <Text size="xs" className="quiet">
          {retryStage === 'MONITORING' ? 'A retry asks the engine again about the same document.' : 'A retry makes a new document.'} <NextAttempt error={error} />
        </Text>
        {rights.administer ? <ErrorActions error={error} onDone={onDone} /> : null}
      </Stack>
    </Paper>
  );
}

function NextAttempt({ error: { recoveryStatus, nextAttemptAt } }: { error: StoryError }) {
  const waits = recoveryStatus === 'PENDING' && typeof nextAttemptAt === 'string';
  const now = useNow(waits);
  if (!waits) return null;
  return (
    <b className="figures" data-testid="next-attempt">
      Next attempt {untilText(nextAttemptAt, now)}.
    </b>
  );
}
