import { useQuery } from '@apollo/client/react';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSession } from '../../session/session';
import { Failed, RowsLoading } from '../../ui/states';
import { Unfolding } from '../../ui/unfolding';
import { REQUEST_CONTENT, type RequestStory } from './documents';
import { JsonView } from './json-view';

/** What was submitted, and for administrators what the engine got. */
export function DataPanel({ request }: { request: Pick<RequestStory, 'id' | 'status'> }) {
  return (
    <Unfolding title="Data">
      <Data {...request} />
    </Unfolding>
  );
}

function Data({ id, status }: Pick<RequestStory, 'id' | 'status'>) {
  const { rights } = useSession();
  const [shown, setShown] = useState('submitted');
  const { data, error, refetch } = useQuery(REQUEST_CONTENT, { variables: { id, administer: rights.administer }, fetchPolicy: 'cache-and-network' });
  // The enriched data comes about on the way.
  useEffect(() => {
    if (rights.administer) void refetch().catch(() => undefined);
  }, [status, rights.administer, refetch]);
  const content = data?.documentRequest;
  if (!content) return error ? <Failed error={error} again={() => void refetch()} /> : <RowsLoading rows={4} />;
  const { data: submitted, enrichedData } = content;
  if (!enrichedData) return <JsonView value={submitted} label="Data as it was submitted" />;
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label="Which data"
        value={shown}
        onChange={setShown}
        data={[
          { value: 'submitted', label: 'As submitted' },
          { value: 'enriched', label: 'As the engine got it' },
        ]}
      />
      {shown === 'submitted' ? (
        <JsonView value={submitted} label="Data as it was submitted" />
      ) : (
        <>
          <Text size="xs" className="quiet">
            What was looked up and added is marked with +.
          </Text>
          <JsonView value={enrichedData} before={submitted} label="Data as the engine got it" />
        </>
      )}
    </Stack>
  );
}
