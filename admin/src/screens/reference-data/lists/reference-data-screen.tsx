/** The lists: document types, sources, and who may ask for what. */
import { useQuery } from '@apollo/client/react';
import { Group, Stack, Switch, Tabs, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useSession } from '../../../session/session';
import { PageHeader } from '../../../ui/page-header';
import { Empty, Failed, RowsLoading } from '../../../ui/states';
import { DOCUMENT_TYPES, SOURCES } from '../queries';
import type { ReferenceDataSearch } from '../search';
import { DocumentTypesList } from './document-types-list';
import { Matrix } from './matrix';
import { NewDocumentType } from './new-document-type';
import { EditSource } from './edit-source';
import { SourcesList } from './sources-list';

const route = getRouteApi('/inside/reference-data');

export function ReferenceDataScreen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { rights } = useSession();
  const shown = search.show ?? 'types';
  const types = useQuery(DOCUMENT_TYPES);
  const sources = useQuery(SOURCES);
  const goTo = (change: Partial<Record<keyof ReferenceDataSearch, unknown>>) => void navigate({ to: '/reference-data', search: (before) => ({ ...before, ...change }) as ReferenceDataSearch, replace: true });

  if (!rights.readContent) return <Empty title="You may not read reference data" text="Clients, viewers and administrators of a tenant may." />;
  const failure = types.error ?? sources.error;
  const fits = <Item extends { code: string; title: string; active: boolean }>(item: Item) =>
    (item.active || search.inactive === true) && `${item.code} ${item.title}`.toLowerCase().includes((search.search ?? '').toLowerCase());
  const shownTypes = types.data?.documentTypes.filter(fits);
  const shownSources = sources.data?.sources.filter(fits);
  return (
    <>
      <PageHeader title="Reference data" text="What may be asked for, by whom, and what its data must be like.">
        {rights.administer && shown === 'types' && types.data ? <NewDocumentType types={types.data.documentTypes} /> : null}
        {rights.administer && shown === 'sources' ? <EditSource onSaved={() => void sources.refetch()} /> : null}
      </PageHeader>
      <Tabs value={shown} onChange={(value) => goTo({ show: value === 'types' ? undefined : value })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="types">Document types</Tabs.Tab>
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
          <Tabs.Tab value="matrix">Who may ask</Tabs.Tab>
        </Tabs.List>
        <Stack gap="md">
          <Group gap="lg">
            <TextInput
              aria-label="Search by code or title"
              placeholder="Code or title"
              leftSection={<IconSearch size={16} aria-hidden />}
              value={search.search ?? ''}
              onChange={(event) => goTo({ search: event.currentTarget.value || undefined })}
              w={{ base: '100%', xs: 280 }}
            />
            <Switch label="Inactive ones too" checked={search.inactive === true} onChange={(event) => goTo({ inactive: event.currentTarget.checked || undefined })} />
          </Group>
          {failure ? <Failed error={failure} again={() => void Promise.all([types.refetch(), sources.refetch()])} /> : null}
          {!failure && (!shownTypes || !shownSources) ? <RowsLoading /> : null}
          {shownTypes && shownSources ? (
            <>
              <Tabs.Panel value="types">
                <DocumentTypesList types={shownTypes} />
              </Tabs.Panel>
              <Tabs.Panel value="sources">
                <SourcesList sources={shownSources} types={types.data?.documentTypes ?? []} onSaved={() => void sources.refetch()} />
              </Tabs.Panel>
              <Tabs.Panel value="matrix">
                <Matrix types={shownTypes} sources={sources.data?.sources.filter(({ active }) => active || search.inactive) ?? []} />
              </Tabs.Panel>
            </>
          ) : null}
        </Stack>
      </Tabs>
    </>
  );
}
