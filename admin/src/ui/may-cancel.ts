import { useCallback } from 'react';
import { usePerson, useSession } from '../session/session';

/** Whether the person may cancel a request that is not final: an administrator any, a client its own source's. */
export function useMayCancel(): (request: { readonly source: string; readonly final: boolean }) => boolean {
  const { rights } = useSession();
  const { source, subject } = usePerson();
  return useCallback(
    (request) => !request.final && (rights.administer || (rights.submit && request.source === (source ?? subject))),
    [rights, source, subject],
  );
}
