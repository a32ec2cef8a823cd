import { Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useSession } from '../../../session/session';
import { Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';
import { WithCode } from '../../../ui/with-code';
import { isOpen, untilText } from '../answer';
import type { StoryError } from '../documents';
import { ErrorActions } from '../error-actions';
import { useNow } from '../use-now';
import classes from './error-card.module.css';

/** One error: what it means and what was said; while it is open, also what the system does, what to do, and what can be done here. */
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
        <Text size="sm">
          <WithCode text={explanation.meaning} />
        </Text>
        {isOpen(error) ? (
          <>
            <Text size="sm">
              <b>The system:</b> <WithCode text={explanation.systemDoes} />
            </Text>
            <Text size="sm">
              <b>What to do:</b> <WithCode text={explanation.whatToDo} />
            </Text>
          </>
        ) : null}
        <Code block className={classes.message}>
          {message}
        </Code>
        {isOpen(error) ? (
          <Text size="xs" className="quiet">
            {retryStage === 'MONITORING' ? 'A retry asks the engine again about the same document.' : 'A retry makes a new document.'} <NextAttempt error={error} />
          </Text>
        ) : null}
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
