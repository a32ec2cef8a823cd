/** The finished document, read with the token. */
import { useEffect, useState } from 'react';
import { nameOf, useAuthorizedFetch } from '../../../ui/authorized-fetch';

export interface ReadDocument {
  readonly blob: Blob;
  /** What to save it as. */
  readonly name: string;
}

export interface DocumentState {
  /** Null until it is read. */
  readonly document: ReadDocument | null;
  readonly error: unknown;
  readonly again: () => void;
}

/** @param sha256 of the document: another one is read anew. */
export function useDocument(id: string, sha256: string): DocumentState {
  const read = useAuthorizedFetch();
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<Omit<DocumentState, 'again'>>({ document: null, error: null });
  useEffect(() => {
    const stop = new AbortController();
    setState({ document: null, error: null });
    const reading = async () => {
      const answer = await read(`/documents/${id}`, stop.signal);
      return { blob: await answer.blob(), name: nameOf(answer) ?? id };
    };
    reading().then(
      (document) => setState({ document, error: null }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ document: null, error });
      },
    );
    return () => stop.abort();
  }, [id, sha256, read, tries]);
  return { ...state, again: () => setTries((old) => old + 1) };
}
