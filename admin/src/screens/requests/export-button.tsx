import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import type { DocumentRequestFilter, DocumentRequestOrder } from '../../generated/graphql';
import { useAuthorizedFetch } from '../../ui/authorized-fetch';
import { saveAnswer } from '../../ui/save-file';
import { tellDone, tellFailed } from '../../ui/told';

/** Saves the whole filtered list, in its order, as a CSV file. */
export function ExportButton({ filter, orderBy }: { filter: DocumentRequestFilter; orderBy: DocumentRequestOrder }) {
  const read = useAuthorizedFetch();
  const [running, setRunning] = useState(false);
  const save = async () => {
    setRunning(true);
    try {
      const query = new URLSearchParams({ filter: JSON.stringify(filter), orderBy });
      await saveAnswer(await read(`/exports/document-requests.csv?${query}`), 'document-requests.csv');
      tellDone('The list is saved.');
    } catch (error) {
      tellFailed(error, 'The list was not saved');
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button size="xs" variant="default" loading={running} onClick={() => void save()} leftSection={<IconFileSpreadsheet size={15} aria-hidden />}>
      Export CSV
    </Button>
  );
}
