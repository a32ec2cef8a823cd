/** All requests of the tenant, or for operators of every tenant: search, filter, follow. */
import { useQuery } from '@apollo/client/react';
import { Button, Group, Text } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { RowSelectionState, SortingState } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { DocumentRequestFilter, DocumentRequestOrder } from '../../generated/graphql';
import { useSession } from '../../session/session';
import { DataTable } from '../../ui/data-table';
import { whole } from '../../ui/figures';
import { PageHeader } from '../../ui/page-header';
import { given } from '../../ui/search-value';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { CancelSelected } from './cancel-selected';
import { COLUMNS } from './columns';
import { REQUEST_COUNT } from './documents';
import { ExportButton } from './export-button';
import { FilterBar } from './filter-bar';
import { MOST_NEW } from './live-list';
import { SavedFiltersMenu } from './saved-filters';
import { filterOf, isFiltered, type RequestsSearch } from './search';
import classes from './requests.module.css';
import { useLiveList, type FollowedList } from './use-live-list';

const route = getRouteApi('/inside/requests');

export function RequestsScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // The same object as long as it says the same: the list begins anew with it.
  const said = JSON.stringify(filterOf(search));
  const filter = useMemo(() => JSON.parse(said) as DocumentRequestFilter, [said]);
  const orderBy = search.order ?? 'CREATED_DESC';
  const followed = useLiveList(filter, orderBy);
  const change = (next: Partial<RequestsSearch>) => void navigate({ search: (old) => given({ ...old, ...next }), replace: true });
  return (
    <div className={classes.screen}>
      <PageHeader title="Requests" text={<Total filter={filter} asOf={followed.state.asOf} />}>
        <SavedFiltersMenu search={search} onPick={(picked) => void navigate({ search: picked })} />
        <ExportButton filter={filter} orderBy={orderBy} />
      </PageHeader>
      <FilterBar search={search} onChange={change} />
      <List followed={followed} filtered={isFiltered(search)} orderBy={orderBy} onOrder={(order) => change({ order })} />
    </div>
  );
}

/** How many there are, read apart from the list: counting may take longer. */
function Total({ filter, asOf }: { filter: DocumentRequestFilter; asOf: string | null }) {
  const { data, refetch } = useQuery(REQUEST_COUNT, { variables: { filter }, fetchPolicy: 'no-cache' });
  useEffect(() => {
    if (asOf !== null) void refetch();
  }, [asOf, refetch]);
  if (!data) return <>Counting …</>;
  const { totalCount, totalCountExact } = data.documentRequests;
  return (
    <span className="figures" data-testid="total">
      {totalCountExact ? '' : 'about '}
      {whole(totalCount)} {totalCount === 1 ? 'request' : 'requests'}
    </span>
  );
}

function List({ followed, filtered, orderBy, onOrder }: { followed: FollowedList; filtered: boolean; orderBy: DocumentRequestOrder; onOrder: (order: DocumentRequestOrder) => void }) {
  const { list, state, cut } = followed;
  const navigate = route.useNavigate();
  const { rights } = useSession();
  const [selection, setSelection] = useState<RowSelectionState>({});
  useEffect(() => setSelection({}), [list]);
  const sorting: SortingState = [{ id: orderBy.startsWith('CREATED') ? 'created' : 'updated', desc: orderBy.endsWith('DESC') }];

  if (!state.rows) return state.error ? <Failed error={state.error} again={() => void list.load()} /> : <RowsLoading />;
  if (state.rows.length === 0) return <NoRequests filtered={filtered} />;
  return (
    <>
      <Group mih={34} mb={6} gap="xs" justify="space-between">
        {rights.submit ? <CancelSelected list={list} selection={selection} onDone={() => setSelection({})} /> : <span />}
        <div role="status">
          {state.waiting > 0 ? (
            <Button size="xs" variant="light" onClick={list.showNew} loading={state.loading} leftSection={<IconArrowUp size={14} aria-hidden />}>
              {state.waiting >= MOST_NEW ? 'More than ' : ''}
              {whole(state.waiting)} new – show
            </Button>
          ) : (
            <Text size="xs" className="quiet">
              Live
            </Text>
          )}
        </div>
      </Group>
      {cut ? <Failed error={cut} title="The rows no longer move by themselves" again={() => void list.load()} /> : null}
      {state.error ? <Failed error={state.error} again={() => void list.more()} /> : null}
      <div className={classes.list}>
      <DataTable
        key={state.asOf}
        label="Requests"
        columns={COLUMNS}
        rows={state.rows}
        rowId={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/requests/$id', params: { id } })}
        sorting={sorting}
        onSortingChange={(update) => {
          const [next] = typeof update === 'function' ? update(sorting) : update;
          if (next) onOrder(`${next.id === 'created' ? 'CREATED' : 'UPDATED'}_${next.desc ? 'DESC' : 'ASC'}`);
        }}
        selection={rights.submit ? selection : undefined}
        onSelectionChange={setSelection}
        hasMore={state.hasMore && !state.error}
        loadingMore={state.loading}
        onMore={() => void list.more()}
        fresh={state.fresh}
        height="100%"
      />
      </div>
    </>
  );
}

function NoRequests({ filtered }: { filtered: boolean }) {
  const { rights } = useSession();
  if (filtered) return <Empty title="Nothing matches" text="Widen the filter, or clear it. What matches from now on appears here by itself." />;
  return (
    <Empty title="No requests yet" text="They appear here as soon as one is accepted.">
      {rights.submit ? (
        <Button component={Link} to="/submit" variant="light">
          Submit one
        </Button>
      ) : null}
    </Empty>
  );
}
