/** One document type: read by all, edited by administrators. */
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useSession } from '../../../session/session';
import { Empty, Failed, ScreenLoading } from '../../../ui/states';
import { CODE, DOCUMENT_TYPE, SOURCES } from '../queries';
import { DocumentTypeEditor } from './document-type-editor';

export function DocumentTypeScreen() {
  const { code } = useParams({ from: '/inside/reference-data/document-types/$code' });
  const { rights } = useSession();
  // What is edited must be what is in force now, not what was read earlier.
  const type = useQuery(DOCUMENT_TYPE, { variables: { code }, fetchPolicy: 'network-only', nextFetchPolicy: 'cache-first' });
  const sources = useQuery(SOURCES);
  const failure = type.error ?? sources.error;
  if (failure) return <Failed error={failure} again={() => void Promise.all([type.refetch(), sources.refetch()])} />;
  if (!type.data || !sources.data) return <ScreenLoading />;
  const inForce = type.data.documentType ?? null;
  if (!inForce && !(rights.administer && CODE.test(code))) {
    return (
      <Empty title="There is no such document type" text={`${code} is none of your tenant's.`}>
        <Button component={Link} to="/reference-data" variant="light">
          To the reference data
        </Button>
      </Empty>
    );
  }
  return <DocumentTypeEditor key={code} code={code} inForce={inForce} sources={sources.data.sources} />;
}
