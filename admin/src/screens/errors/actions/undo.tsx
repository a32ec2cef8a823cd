/** Taking a dismissal back, from the notice that tells of it. */
import type { ApolloClient } from '@apollo/client';
import { Button, Group, Text } from '@mantine/core';
import { whole } from '../../../ui/figures';
import { tell, tellDone, tellFailed, tellNoMore } from '../../../ui/told';
import type { ProcessingErrorFilter } from '../../../generated/graphql';
import { REOPEN } from './documents';

const SHOWN_MS = 20_000;

export interface Dismissal {
  readonly count: number;
  /** Means exactly what was dismissed; null where no filter does. */
  readonly undo: ProcessingErrorFilter | null;
  readonly whyNot?: string;
}

/** `onDone` is called when it has been taken back. */
export function tellDismissed(client: ApolloClient, { count, undo, whyNot }: Dismissal, onDone: () => void): void {
  const id = `dismissed-${Date.now()}`;
  const takeBack = async () => {
    if (!undo) return;
    tellNoMore(id);
    try {
      const { data } = await client.mutate({ mutation: REOPEN, variables: { filter: undo, note: 'Undo of a dismissal' } });
      const reopened = data?.reopenErrors.reopened ?? 0;
      tellDone(`${whole(reopened)} ${reopened === 1 ? 'error is' : 'errors are'} open again, for an administrator: they are not retried by themselves.`);
      onDone();
    } catch (error) {
      tellFailed(error, 'The dismissal was not undone');
    }
  };
  tell({
    id,
    color: 'teal',
    autoClose: SHOWN_MS,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">
          {whole(count)} {count === 1 ? 'error' : 'errors'} dismissed.{undo ? '' : ` ${whyNot ?? ''}`}
        </Text>
        {undo ? (
          <Button size="compact-sm" variant="light" onClick={() => void takeBack()}>
            Undo
          </Button>
        ) : null}
      </Group>
    ),
  });
}
