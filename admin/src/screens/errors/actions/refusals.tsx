import { Alert, List, Spoiler, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ErrorRowFragment } from '../../../generated/graphql';
import { whole } from '../../../ui/figures';
import type { Refusal } from './choice';

/** Picked errors that an action leaves alone, and why. */
export function Refusals({ refused, errors }: { refused: readonly Refusal[]; errors: readonly ErrorRowFragment[] }) {
  if (refused.length === 0) return null;
  const count = refused.reduce((sum, { ids }) => sum + ids.length, 0);
  const names = new Map(errors.map(({ id, request }) => [id, request.clientReference ?? request.id]));
  return (
    <Alert variant="default" icon={<IconInfoCircle aria-hidden />} title={`${whole(count)} of them ${count === 1 ? 'is' : 'are'} left alone`}>
      <List size="sm" spacing={4} withPadding={false} listStyleType="none">
        {refused.map(({ message, ids }) => (
          <List.Item key={message}>
            <Text size="sm">
              {whole(ids.length)} × {message}
            </Text>
            <Spoiler maxHeight={22} showLabel="Show all" hideLabel="Show less">
              <Text size="xs" className="mono quiet">
                {ids.map((id) => names.get(id) ?? id).join(', ')}
              </Text>
            </Spoiler>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
