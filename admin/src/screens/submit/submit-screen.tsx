/** Pick a document type, then ask for one document by form or for many by file. */
import { skipToken, useQuery } from '@apollo/client/react';
import { Badge, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { usePerson, useSession } from '../../session/session';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { allowedSources } from './draft';
import { DOCUMENT_TYPE_TO_SUBMIT, SOURCES_TO_SUBMIT, TYPES_TO_SUBMIT } from './queries';
import { Sent, type SentRequest } from './sent';
import type { SubmitSearch } from './search';

const OneByForm = lazy(() => import('./form/one-by-form').then(({ OneByForm: component }) => ({ default: component })));
const ManyByFile = lazy(() => import('./batch/many-by-file').then(({ ManyByFile: component }) => ({ default: component })));
const route = getRouteApi('/inside/submit');

export function SubmitScreen() {
  const { type: code, many } = route.useSearch();
  const navigate = useNavigate();
  const { rights } = useSession();
  const own = usePerson().source;
  const [sent, setSent] = useState<readonly SentRequest[]>([]);
  const types = useQuery(TYPES_TO_SUBMIT);
  const sources = useQuery(SOURCES_TO_SUBMIT);
  const picked = useQuery(DOCUMENT_TYPE_TO_SUBMIT, code ? { variables: { code } } : skipToken);
  const goTo = (search: SubmitSearch) => void navigate({ to: '/submit', search, replace: true });

  if (!rights.submit) return <Empty title="You may not submit" text="Your roles read and follow; a client or an administrator may ask for documents." />;
  const failure = types.error ?? sources.error ?? picked.error;
  const type = picked.data?.documentType;
  const ready = type && sources.data;
  return (
    <>
      <PageHeader title="Submit" text="Ask for one document by form, or for up to 10,000 by file, and watch them until they are there." />
      <Stack gap="md">
        <Panel>
          <Group align="flex-end" gap="md">
            <Select
              label="Document type"
              placeholder={types.data?.documentTypes.length === 0 ? 'There are none yet' : 'Pick one'}
              data={(types.data?.documentTypes ?? []).map(({ code: value, title }) => ({ value, label: title }))}
              value={code ?? null}
              onChange={(value) => value && goTo({ type: value, ...(many ? { many } : {}) })}
              searchable
              allowDeselect={false}
              w={{ base: '100%', xs: 320 }}
            />
            <SegmentedControl
              aria-label="One or many"
              data={[
                { value: 'one', label: 'One by form' },
                { value: 'many', label: 'Many by file' },
              ]}
              value={many ? 'many' : 'one'}
              onChange={(value) => goTo({ ...(code ? { type: code } : {}), ...(value === 'many' ? { many: true } : {}) })}
            />
            {type ? (
              <Group gap="xs" mih={36}>
                <Text size="sm" className="mono">
                  {type.code}
                </Text>
                <Badge variant="default" tt="none">
                  Version {type.version}
                </Badge>
                {type.formats.map((format) => (
                  <Badge key={format} variant="default">
                    {format}
                  </Badge>
                ))}
              </Group>
            ) : null}
          </Group>
        </Panel>
        {sent.length > 0 && !many ? <Sent requests={sent} /> : null}
        {failure ? <Failed error={failure} again={() => void Promise.all([types.refetch(), sources.refetch(), code ? picked.refetch() : null])} /> : null}
        {!code ? <Empty title="Which document?" text="Pick a document type: its form, made from its JSON Schema, opens here." /> : null}
        {code && picked.loading && !picked.data ? <RowsLoading /> : null}
        {code && picked.data && !type ? <Empty title="There is no such document type" text={`${code} is none that may be asked for. Pick another one.`} /> : null}
        {ready ? (
          <Suspense fallback={<RowsLoading />}>
            {many ? (
              <ManyByFile key={`${type.code} ${type.version}`} type={type} />
            ) : (
              <OneByForm
                key={type.code}
                type={type}
                sources={rights.administer ? allowedSources(type, sources.data.sources) : null}
                own={own}
                onSent={(request) => setSent((before) => [request, ...before].slice(0, 20))}
                readTypeAgain={() => void picked.refetch()}
              />
            )}
          </Suspense>
        ) : null}
      </Stack>
    </>
  );
}
