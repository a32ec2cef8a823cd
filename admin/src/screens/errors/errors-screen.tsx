import { useQuery } from '@apollo/client/react';
import { Grid } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useSession } from '../../session/session';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { given } from '../../ui/search-value';
import { Failed } from '../../ui/states';
import { ERROR_FIGURES, RECENT_RUNS } from './documents';
import { ErrorGroups } from './groups/error-groups';
import { ErrorFilters } from './list/error-filters';
import { ErrorList } from './list/error-list';
import { useErrors } from './list/use-errors';
import { RecentRuns } from './runs/recent-runs';
import { groupsFilterOf, listFilterOf, type ErrorsSearch } from './search';
import { useErrorFeed } from './use-error-feed';
import { usePaced } from '../../ui/use-paced';

const RUNS = 8;

/** What failed, by what it failed of; and what to do about it. */
export function ErrorsScreen() {
  const search = useSearch({ from: '/inside/errors' });
  const navigate = useNavigate({ from: '/errors' });
  const { rights } = useSession();
  const groups = groupsFilterOf(search);
  const list = listFilterOf(search);
  const errors = useErrors(list, search.order ?? 'OCCURRED_DESC');
  const figures = useQuery(ERROR_FIGURES, { variables: { groups, list } });
  const runs = useQuery(RECENT_RUNS, { variables: { first: RUNS } });

  const count = usePaced(() => {
    // What cannot be counted now stays as it was; the next change counts again.
    figures.refetch().catch(() => undefined);
    runs.refetch().catch(() => undefined);
  });
  const again = () => {
    errors.again();
    count();
  };
  // Not by status: a row that leaves the filter is to show what became of it.
  const followed = given({ ...list, recoveryStatuses: undefined });
  useErrorFeed(followed, {
    onErrors: (changed) => {
      errors.take(changed);
      count();
    },
    onGap: again,
  });

  const change = useCallback((part: Partial<ErrorsSearch>) => void navigate({ search: (old) => given({ ...old, ...part }), replace: true }), [navigate]);

  return (
    <>
      <PageHeader title="Errors" text={rights.administer ? 'What failed, and what becomes of it. Live.' : 'What failed, and what becomes of it. Live; administrators of a tenant act on its errors.'} />
      <ErrorFilters search={search} onChange={change} onClear={() => void navigate({ search: given({ order: search.order }) })} />
      {figures.error && !figures.data ? <Failed error={figures.error} title="The errors could not be counted" again={() => void figures.refetch()} /> : null}
      <Grid gap="md" mb="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Panel title="By code and stage" h="100%">
            <ErrorGroups
              groups={(figures.data ?? figures.previousData)?.errorGroups}
              chosen={search}
              onChoose={(group) => void navigate({ search: (old) => given({ ...old, stage: group?.stage, code: group?.code }) })}
            />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Panel title="Retrigger runs" h="100%">
            <RecentRuns runs={runs.data?.retriggerRuns.edges.map(({ node }) => node)} error={runs.data ? undefined : runs.error} again={() => void runs.refetch()} />
          </Panel>
        </Grid.Col>
      </Grid>
      <ErrorList
        key={JSON.stringify(list)}
        errors={errors}
        filter={list}
        total={figures.data?.processingErrors.totalCount}
        exact={figures.data?.processingErrors.totalCountExact ?? true}
        order={search.order ?? 'OCCURRED_DESC'}
        onOrder={(order) => change({ order: order === 'OCCURRED_DESC' ? undefined : order })}
        narrowed={Object.keys(search).some((key) => key !== 'order')}
        onDone={count}
      />
    </>
  );
}
