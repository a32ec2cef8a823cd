/** A long list as a table: only the rows in sight are in the page, more are asked for as their end comes near. */
import { Checkbox, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { flexRender, getCoreRowModel, useReactTable, type ColumnDef, type OnChangeFn, type RowData, type RowSelectionState, type SortingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import classes from './data-table.module.css';

declare module '@tanstack/react-table' {
  // The names of the parameters are the library's.
  interface ColumnMeta<TData extends RowData, TValue> {
    /** CSS grid width, such as `minmax(8rem, 2fr)` or `7rem`. */
    readonly width?: string;
    /** Left out on narrow screens. */
    readonly wide?: boolean;
    readonly align?: 'left' | 'right';
    /** Keeps both parameters in use. */
    readonly of?: (row: TData) => TValue;
  }
}

export interface DataTableProps<Row> {
  /** Names the table to screen readers. */
  readonly label: string;
  readonly columns: ColumnDef<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Enter or a click on a row. */
  readonly onOpen?: (row: Row) => void;
  /** Server-side: the columns whose `enableSorting` is true offer it. */
  readonly sorting?: SortingState;
  readonly onSortingChange?: OnChangeFn<SortingState>;
  readonly selection?: RowSelectionState;
  readonly onSelectionChange?: OnChangeFn<RowSelectionState>;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
  /** CSS height of the scrolled part. */
  readonly height?: string;
  /** Rows that just changed are marked for a moment. */
  readonly fresh?: ReadonlySet<string>;
}

const ROW_PX = 40;
const SELECT = 'select';
/** More is asked for when the last row in the page is this near to the end. */
const AHEAD_ROWS = 30;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, onOpen, sorting, onSortingChange, selection, onSelectionChange, hasMore = false, loadingMore = false, onMore, height = 'calc(100vh - 17rem)', fresh } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const selectable = selection !== undefined;
  // New columns are new components to React: what they show would be made anew at each change.
  const shownColumns = useMemo(() => {
    const fitting = narrow ? columns.filter(({ meta }) => !meta?.wide) : columns;
    return selectable ? [selectionColumn<Row>(), ...fitting] : fitting;
  }, [columns, narrow, selectable]);
  const keyOf = useCallback((index: number) => (rows[index] === undefined ? index : rowId(rows[index])), [rows, rowId]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 12, getItemKey: keyOf });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  // The table knows the rows in sight alone: making its index anew of all that are loaded would halt the scrolling.
  const inSight = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const table = useReactTable({
    data: inSight,
    columns: shownColumns,
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { ...(sorting ? { sorting } : {}), ...(selection ? { rowSelection: selection } : {}) },
    onSortingChange,
    onRowSelectionChange: onSelectionChange,
  });
  const { rows: shown } = table.getRowModel();

  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - AHEAD_ROWS) onMore?.();
  }, [hasMore, loadingMore, last, rows.length, onMore]);

  const selected = selection ? Object.values(selection).filter(Boolean).length : 0;
  const all = selected > 0 && selected >= rows.length;
  const selectAll = (
    <Checkbox
      size="xs"
      aria-label="Select all that are loaded"
      checked={all}
      indeterminate={selected > 0 && !all}
      onChange={() => onSelectionChange?.(all ? {} : Object.fromEntries(rows.map((row) => [rowId(row), true])))}
    />
  );

  const grid = table
    .getVisibleLeafColumns()
    .map(({ columnDef }) => columnDef.meta?.width ?? 'minmax(6rem, 1fr)')
    .join(' ');

  const onKey = (event: KeyboardEvent<HTMLDivElement>, index: number) => {
    if (event.target !== event.currentTarget) return;
    const row = shown[index - first];
    if (event.key === 'Enter' && row) onOpen?.(row.original);
    if (event.key === ' ' && row && selection) row.toggleSelected();
    const to = event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? rows.length - 1 : null;
    if (event.key === ' ' || to !== null) event.preventDefault();
    if (to === null || to < 0 || to >= rows.length) return;
    virtual.scrollToIndex(to);
    // The row may come into the page only now.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus());
  };

  return (
    <div ref={scroller} className={classes.scroller} style={{ maxHeight: height }} role="table" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1} tabIndex={rows.length > 0 ? undefined : 0}>
      <div role="rowgroup" className={classes.head}>
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: grid }}>
            {group.headers.map(({ id, column, getContext }) => {
              const sorted = column.getIsSorted();
              const content = column.id === SELECT ? selectAll : flexRender(column.columnDef.header, getContext());
              const sortable = Boolean(onSortingChange) && column.columnDef.enableSorting === true;
              return (
                <div key={id} role="columnheader" aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined} className={classes.cell} data-align={column.columnDef.meta?.align}>
                  {sortable ? (
                    <button type="button" className={classes.sort} onClick={() => column.toggleSorting()}>
                      {content}
                      {sorted === 'asc' ? <IconArrowUp size={14} aria-hidden /> : sorted === 'desc' ? <IconArrowDown size={14} aria-hidden /> : <IconArrowsSort size={14} aria-hidden />}
                    </button>
                  ) : (
                    content
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = shown[index - first];
          if (!row) return null;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selection ? row.getIsSelected() : undefined}
              data-index={index}
              data-row-id={row.id}
              data-fresh={fresh?.has(row.id) || undefined}
              tabIndex={0}
              className={classes.row}
              data-open={onOpen ? true : undefined}
              style={{ gridTemplateColumns: grid, transform: `translateY(${start}px)` }}
              onClick={(event) => {
                if (event.target instanceof Element && !event.target.closest('a, button, input, label')) onOpen?.(row.original);
              }}
              onKeyDown={(event) => onKey(event, index)}
            >
              {row.getVisibleCells().map(({ id, column, getContext }) => (
                <div key={id} role="cell" className={classes.cell} data-align={column.columnDef.meta?.align}>
                  {flexRender(column.columnDef.cell, getContext())}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {loadingMore ? (
        <div className={classes.more} role="status">
          <Loader size="xs" aria-label="Loading more" />
        </div>
      ) : null}
    </div>
  );
}

function selectionColumn<Row>(): ColumnDef<Row> {
  return {
    id: SELECT,
    meta: { width: '2.6rem' },
    header: () => null,
    cell: ({ row }) => <Checkbox size="xs" aria-label="Select this row" checked={row.getIsSelected()} onChange={row.getToggleSelectedHandler()} />,
  };
}
