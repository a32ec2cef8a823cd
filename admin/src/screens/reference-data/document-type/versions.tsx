/** Every version of a document type, how many requests each has had, and the difference between two. */
import { useApolloClient } from '@apollo/client/react';
import { Code, Group, Select, Stack, Table, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { pathText } from '../../../ui/data-schema';
import { whole } from '../../../ui/figures';
import { Panel } from '../../../ui/panel';
import { Failed, RowsLoading } from '../../../ui/states';
import { changedPaths } from '../merge/merge';
import { DOCUMENT_TYPE, type DocumentTypeRead } from '../queries';
import { contentOf, type Content } from './content';

const Difference = lazy(() => import('./difference').then(({ Difference: component }) => ({ default: component })));

/** The newest ones are enough to read at once. */
const READ_AT_ONCE = 20;
const MINE = 'mine';

export interface VersionsProps {
  readonly code: string;
  readonly newest: number;
  /** What is not saved yet, to be compared too. */
  readonly mine: Content | null;
}

export function Versions({ code, newest, mine }: VersionsProps) {
  const client = useApolloClient();
  const [oldest, setOldest] = useState(Math.max(1, newest - READ_AT_ONCE + 1));
  const [versions, setVersions] = useState<readonly DocumentTypeRead[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [from, setFrom] = useState<string>(String(mine ? newest : Math.max(1, newest - 1)));
  const [to, setTo] = useState<string>(mine ? MINE : String(newest));

  useEffect(() => {
    let current = true;
    const numbers = Array.from({ length: newest - oldest + 1 }, (_, index) => newest - index);
    Promise.all(numbers.map((version) => client.query({ query: DOCUMENT_TYPE, variables: { code, version }, fetchPolicy: 'network-only' }))).then(
      (answers) => current && setVersions(answers.flatMap(({ data }) => data?.documentType ?? [])),
      (error: unknown) => current && setFailure(error),
    );
    return () => {
      current = false;
    };
  }, [client, code, newest, oldest]);

  if (failure) return <Failed error={failure} />;
  if (!versions) return <RowsLoading />;
  const options = [...(mine ? [{ value: MINE, label: 'Your changes, not saved' }] : []), ...versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))];
  const chosen = (choice: string) => (choice === MINE && mine ? mine : contentOf(versions.find(({ version }) => String(version) === choice) ?? null));
  const [before, after] = [chosen(from), chosen(to)];
  const changed = changedPaths(before, after);
  return (
    <Stack gap="md">
      <Panel title="All versions">
        <Table aria-label="Versions">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Version</Table.Th>
              <Table.Th scope="col">Title</Table.Th>
              <Table.Th scope="col" ta="right">
                Requests
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map(({ version, title, requestCount }) => (
              <Table.Tr key={version}>
                <Table.Td className="figures">
                  {version}
                  {version === newest ? (
                    <Text span size="sm" className="quiet">
                      {' '}
                      in force
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td>{title}</Table.Td>
                <Table.Td ta="right" className="figures">
                  {whole(requestCount)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {oldest > 1 ? (
          <Text component="button" type="button" size="sm" mt="sm" onClick={() => setOldest(Math.max(1, oldest - READ_AT_ONCE))}>
            Older ones
          </Text>
        ) : null}
      </Panel>
      {options.length > 1 ? (
        <Panel title="Difference">
          <Group mb="md">
            <Select label="From" data={options} value={from} onChange={(value) => value && setFrom(value)} allowDeselect={false} />
            <Select label="To" data={options} value={to} onChange={(value) => value && setTo(value)} allowDeselect={false} />
          </Group>
          {changed.length > 0 ? (
            <Group gap="xs" mb="sm">
              <Text size="sm">Changed:</Text>
              {changed.map((path) => (
                <Code key={pathText(path)}>{pathText(path)}</Code>
              ))}
            </Group>
          ) : null}
          <Suspense fallback={<RowsLoading />}>
            <Difference before={JSON.stringify(before, null, 2)} after={JSON.stringify(after, null, 2)} />
          </Suspense>
        </Panel>
      ) : null}
    </Stack>
  );
}
