import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { StatusBadge } from '../../ui/status-badge';
import { WithCode } from '../../ui/with-code';
import { answerOf } from './answer';
import classes from './answer-panel.module.css';
import type { RequestStory } from './documents';
import { useNow } from './use-now';

/** The screen's first answer: where the document is, why, and what to do. */
export function AnswerPanel({ request }: { request: RequestStory }) {
  const now = useNow(request.status !== 'COMPLETED' && request.status !== 'CANCELLED');
  const { where, why, whatToDo } = answerOf(request, now);
  return (
    <Paper component="section" aria-label="Where it is" withBorder p="md" className={classes.answer} data-status={request.status}>
      <Stack gap={6}>
        <Group gap="sm">
          <StatusBadge status={request.status} />
          <Title order={2} className="figures" data-testid="answer">
            {where}
          </Title>
        </Group>
        {why ? (
          <Text size="sm">
            <WithCode text={why} />
          </Text>
        ) : null}
        {whatToDo ? (
          <Text size="sm">
            <b>What to do:</b> <WithCode text={whatToDo} />
          </Text>
        ) : null}
      </Stack>
    </Paper>
  );
}
