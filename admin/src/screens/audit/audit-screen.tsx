import { useQuery } from '@apollo/client/react';
import { Button, Group, Select } from '@mantine/core';
import { IconFilterOff, IconHistory } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useReturn } from '../../api/connection';
import { usePerson } from '../../session/session';
import { DataTable } from '../../ui/data-table';
import { FilterText } from '../../ui/filter-text';
import { PageHeader } from '../../ui/page-header';
import { given } from '../../ui/search-value';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { TimeRange } from '../../ui/time-range';
import { tellFailed } from '../../ui/told';
import { actionLabel, ACTIONS } from './actions';
import { auditColumns } from './columns';
import { AUDIT_LOG } from './documents';
import { EntryDrawer } from './entry-drawer';
import { auditFilterOf, type AuditSearch } from './search';

const PAGE = 100;

/** Who did what, when and why. */
export function AuditScreen() {
  const search = useSearch({ from: '/inside/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const person = usePerson();
  const { data, error, refetch, fetchMore } = useQuery(AUDIT_LOG, { variables: { filter: auditFilterOf(search), first: PAGE } });
  const [loadingMore, setLoadingMore] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  useReturn(() => void refetch().catch(tellFailed));

  const page = data?.auditLog;
  const rows = useMemo(() => page?.edges.map(({ node }) => node), [page]);
  const columns = useMemo(() => auditColumns(person.roles.includes('operator') && !person.roles.includes('admin')), [person]);
  const after = page?.pageInfo.endCursor;
  const more = useCallback(() => {
    setLoadingMore(true);
    fetchMore({
      variables: { after },
      updateQuery: (old, { fetchMoreResult: { auditLog: next } }) => ({ auditLog: { ...next, edges: [...old.auditLog.edges, ...next.edges] } }),
    })
      .catch(tellFailed)
      .finally(() => setLoadingMore(false));
  }, [fetchMore, after]);

  const change = (part: Partial<AuditSearch>) => void navigate({ search: (old) => given({ ...old, ...part }), replace: true });
  const narrowed = Object.keys(search).length > 0;
  const actions = search.action && !(search.action in ACTIONS) ? [...Object.keys(ACTIONS), search.action] : Object.keys(ACTIONS);
  const opened = rows?.find(({ id }) => id === shown);

  return (
    <>
      <PageHeader title="Audit" text="What people did that others may ask about: who, when and why." />
      <Group gap="xs" align="flex-end" mb="md" role="search" aria-label="Filter the audit log">
        <FilterText label="Search" placeholder="Part of a note" value={search.search} onChange={(text) => change({ search: text })} w={190} />
        <FilterText label="Who" value={search.actor} onChange={(actor) => change({ actor })} w={130} />
        <Select label="Action" size="xs" placeholder="Any" clearable searchable data={actions.map((value) => ({ value, label: actionLabel(value) }))} value={search.action ?? null} onChange={(action) => change({ action: action ?? undefined })} w={190} />
        <FilterText label="To what" placeholder="Id or code" value={search.subject} onChange={(subject) => change({ subject })} w={150} />
        <TimeRange from={search.from} until={search.until} onChange={change} />
        {narrowed ? (
          <Button size="xs" variant="subtle" leftSection={<IconFilterOff size={15} aria-hidden />} onClick={() => void navigate({ search: {} })}>
            Clear
          </Button>
        ) : null}
      </Group>
      {error && !rows ? <Failed error={error} again={() => void refetch().catch(tellFailed)} /> : null}
      {!rows && !error ? <RowsLoading /> : null}
      {rows?.length === 0 ? (
        <Empty icon={IconHistory} title={narrowed ? 'Nothing matches' : 'Nothing yet'} text={narrowed ? 'Widen or clear the filter.' : 'What administrators and operators do is kept here: retriggering, dismissing, cancelling, saving.'} />
      ) : null}
      {rows && rows.length > 0 ? (
        <DataTable label="Audit log" columns={columns} rows={rows} rowId={({ id }) => id} onOpen={({ id }) => setShown(id)} hasMore={page?.pageInfo.hasNextPage ?? false} loadingMore={loadingMore} onMore={more} height="calc(100vh - 14rem)" />
      ) : null}
      {opened ? <EntryDrawer entry={opened} onClose={() => setShown(null)} /> : null}
    </>
  );
}
