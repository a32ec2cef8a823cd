import { Button } from '@mantine/core';
import { IconArrowUp, IconCircleCheck } from '@tabler/icons-react';
import type { RowSelectionState, SortingState } from '@tanstack/react-table';
import { useState } from 'react';
import type { ErrorRowFragment, ProcessingErrorFilter, ProcessingErrorOrder } from '../../../generated/graphql';
import { useSession } from '../../../session/session';
import { DataTable } from '../../../ui/data-table';
import { whole } from '../../../ui/figures';
import { Empty, Failed, RowsLoading } from '../../../ui/states';
import { ActionDialog, type PlannedAction } from '../actions/action-dialog';
import { mayHold, TAKES, type Choice } from '../actions/choice';
import { ERROR_COLUMNS } from './columns';
import { ErrorDrawer } from './error-drawer';
import { ErrorToolbar } from './error-toolbar';
import type { Errors } from './use-errors';

const SORTS: Readonly<Record<ProcessingErrorOrder, SortingState>> = {
  OCCURRED_DESC: [{ id: 'occurred', desc: true }],
  OCCURRED_ASC: [{ id: 'occurred', desc: false }],
  NEXT_ATTEMPT_ASC: [{ id: 'next', desc: false }],
};

/** Of one code: its column would say the same all the way down. */
const IN_GROUP = ERROR_COLUMNS.filter(({ id }) => id !== 'code');

export interface ErrorListProps {
  readonly errors: Errors;
  readonly filter: ProcessingErrorFilter;
  readonly total: number | undefined;
  readonly exact: boolean;
  readonly order: ProcessingErrorOrder;
  readonly onOrder: (order: ProcessingErrorOrder) => void;
  /** Whether fewer than all open ones are asked for. */
  readonly narrowed: boolean;
  /** Something was done with errors. */
  readonly onDone: () => void;
}

/** The errors themselves: to look into, to select, and to act on. */
export function ErrorList({ errors, filter, total, exact, order, onOrder, narrowed, onDone }: ErrorListProps) {
  const { administer } = useSession().rights;
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [all, setAll] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [planned, setPlanned] = useState<PlannedAction | null>(null);
  const rows = errors.rows ?? [];

  const picked = rows.filter(({ id }) => selection[id]);
  const choice: Choice | null = all ? { kind: 'matching', filter, count: total ?? 0, exact } : picked.length > 0 ? { kind: 'picked', errors: picked } : null;
  const none = () => {
    setAll(false);
    setSelection({});
  };
  const opened = rows.find(({ id }) => id === shown);

  if (errors.error) return <Failed error={errors.error} again={errors.again} />;
  return (
    <section aria-label="List of errors">
      <ErrorToolbar total={total} exact={exact} choice={choice} acts={administer} onAll={() => setAll(true)} onNone={none} onAct={(action) => choice && setPlanned({ action, choice })} />
      {errors.newer > 0 ? (
        <Button fullWidth size="xs" mb="xs" variant="light" leftSection={<IconArrowUp size={15} aria-hidden />} onClick={errors.again}>
          {whole(errors.newer)} more have come: show them
        </Button>
      ) : null}
      {!errors.rows ? <RowsLoading /> : null}
      {errors.rows && rows.length === 0 ? (
        <Empty icon={IconCircleCheck} title={narrowed ? 'No errors match' : 'No open errors'} text={narrowed ? 'Widen or clear the filter. New errors that match appear by themselves.' : 'Everything went through, or is done with. New errors appear here by themselves.'} />
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label="Errors"
          columns={filter.codes ? IN_GROUP : ERROR_COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => setShown(id)}
          sorting={SORTS[order]}
          onSortingChange={(update) => onOrder(orderOf(typeof update === 'function' ? update(SORTS[order]) : update))}
          selection={administer ? (all ? Object.fromEntries(rows.map(({ id }) => [id, true])) : selection) : undefined}
          onSelectionChange={(update) => {
            const before = all ? Object.fromEntries(rows.map(({ id }) => [id, true])) : selection;
            setAll(false);
            setSelection(typeof update === 'function' ? update(before) : update);
          }}
          hasMore={errors.hasMore}
          loadingMore={errors.loadingMore}
          onMore={errors.more}
          height="calc(100vh - 12rem)"
          fresh={errors.fresh}
        />
      ) : null}
      {opened ? (
        <ErrorDrawer error={opened} onClose={() => setShown(null)}>
          {administer ? <OneErrorActions error={opened} onAct={(action) => setPlanned({ action, choice: { kind: 'picked', errors: [opened] } })} /> : null}
        </ErrorDrawer>
      ) : null}
      {planned ? (
        <ActionDialog
          planned={planned}
          onClose={() => setPlanned(null)}
          onDone={() => {
            setPlanned(null);
            none();
            onDone();
          }}
        />
      ) : null}
    </section>
  );
}

function OneErrorActions({ error, onAct }: { error: ErrorRowFragment; onAct: (action: PlannedAction['action']) => void }) {
  const one: Choice = { kind: 'picked', errors: [error] };
  return (
    <>
      {mayHold(one, TAKES.RETRIGGER) ? <Button onClick={() => onAct('RETRIGGER')}>Retrigger</Button> : null}
      {mayHold(one, TAKES.DISMISS) ? (
        <Button variant="default" onClick={() => onAct('DISMISS')}>
          Dismiss
        </Button>
      ) : null}
      {mayHold(one, TAKES.REOPEN) ? (
        <Button variant="default" onClick={() => onAct('REOPEN')}>
          Reopen
        </Button>
      ) : null}
    </>
  );
}

function orderOf([sort]: SortingState): ProcessingErrorOrder {
  if (sort?.id === 'next') return 'NEXT_ATTEMPT_ASC';
  return sort?.desc ? 'OCCURRED_DESC' : 'OCCURRED_ASC';
}
