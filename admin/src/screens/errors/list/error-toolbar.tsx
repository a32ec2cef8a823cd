import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp, IconRefresh, IconTrash } from '@tabler/icons-react';
import { whole } from '../../../ui/figures';
import { mayHold, TAKES, type Choice } from '../actions/choice';

export type ActionName = keyof typeof TAKES;

export interface ErrorToolbarProps {
  readonly total: number | undefined;
  readonly exact: boolean;
  /** Null where nothing is selected. */
  readonly choice: Choice | null;
  /** False for who may only look. */
  readonly acts: boolean;
  readonly onAll: () => void;
  readonly onNone: () => void;
  readonly onAct: (action: ActionName) => void;
}

/** How many there are, how many are selected, and what can be done with them. */
export function ErrorToolbar({ total, exact, choice, acts, onAll, onNone, onAct }: ErrorToolbarProps) {
  const selected = choice === null ? 0 : choice.kind === 'picked' ? choice.errors.length : choice.count;
  const offered = (action: ActionName) => choice !== null && mayHold(choice, TAKES[action]);
  return (
    <Group justify="space-between" mb="xs" gap="xs" mih={34}>
      <Group gap="xs">
        <Text size="sm" fw={600} role="status" data-testid="errors-total" className="figures">
          {total === undefined ? '…' : `${exact ? '' : 'about '}${whole(total)} ${total === 1 ? 'error' : 'errors'}`}
        </Text>
        {acts && selected > 0 ? (
          <Text size="sm" className="quiet figures" data-testid="errors-selected">
            {choice?.kind === 'matching' ? `all ${exact ? '' : 'about '}${whole(selected)} matching selected` : `${whole(selected)} selected`}
          </Text>
        ) : null}
        {acts && total !== undefined && total > 0 && choice?.kind !== 'matching' ? (
          <Button size="compact-sm" variant="subtle" onClick={onAll}>
            Select all {whole(total)} matching
          </Button>
        ) : null}
        {acts && selected > 0 ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onNone}>
            Select none
          </Button>
        ) : null}
      </Group>
      {acts ? (
        <Group gap="xs">
          {offered('REOPEN') ? (
            <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => onAct('REOPEN')}>
              Reopen
            </Button>
          ) : null}
          <Button size="xs" variant="default" leftSection={<IconTrash size={15} aria-hidden />} disabled={!offered('DISMISS')} onClick={() => onAct('DISMISS')}>
            Dismiss
          </Button>
          <Button size="xs" leftSection={<IconRefresh size={15} aria-hidden />} disabled={!offered('RETRIGGER')} onClick={() => onAct('RETRIGGER')}>
            Retrigger
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}
