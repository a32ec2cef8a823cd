/** Editing one document type: a draft on top of the version in force, saved, or met with what another administrator saved. */
import { useApolloClient, useMutation } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import type { UserError } from '../../../generated/graphql';
import type { JsonObject } from '../../../ui/data-schema';
import { merge, same, type Merged } from '../merge/merge';
import { DOCUMENT_TYPE, SAVE_DOCUMENT_TYPE, type DocumentTypeRead } from '../queries';
import { completed, contentOf, draftOf, inputOf, type Content, type Draft } from './content';

export interface Conflict {
  readonly theirs: DocumentTypeRead;
  readonly merged: Merged;
}

type Refusal = Pick<UserError, 'field' | 'message'>;

/** `inForce` null: it is to be made. */
export function useEditing(code: string, inForce: DocumentTypeRead | null) {
  const client = useApolloClient();
  const [base, setBase] = useState(inForce);
  const [draft, setDraft] = useState<Draft>(() => draftOf(contentOf(inForce)));
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [mutate, { loading: saving }] = useMutation(SAVE_DOCUMENT_TYPE);

  const content = useMemo(() => completed(draft), [draft]);
  const dirty = useMemo(() => !content || !same(content, completed(draftOf(contentOf(base)))), [content, base]);

  const restart = (from: DocumentTypeRead) => {
    setBase(from);
    setDraft(draftOf(contentOf(from)));
    setConflict(null);
    setRefusals([]);
  };

  /** @returns the version saved; null where it was refused. */
  const save = async (): Promise<number | null> => {
    if (!content) return null;
    setRefusals([]);
    const { data } = await mutate({ variables: { input: inputOf(code, content), expectedVersion: base?.version ?? 0 } });
    const { documentType: saved, userErrors = [] } = data?.saveDocumentType ?? {};
    if (saved) {
      restart(saved);
      return saved.version;
    }
    if (userErrors.some(({ code: refusal }) => refusal === 'VERSION_CONFLICT')) await meet(content);
    else setRefusals(userErrors);
    return null;
  };

  const meet = async (mine: Content) => {
    const { data } = await client.query({ query: DOCUMENT_TYPE, variables: { code }, fetchPolicy: 'network-only' });
    const theirs = data?.documentType;
    if (!theirs) throw new Error('What another administrator saved cannot be read; try again.');
    setConflict({ theirs, merged: merge(asObject(base ? contentOf(base) : null), asObject(mine), asObject(contentOf(theirs))) });
  };

  return {
    base,
    draft,
    dirty,
    saving,
    conflict,
    refusals,
    /** Null while the schema's text is no JSON. */
    content,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    save,
    undo: () => {
      setDraft(draftOf(contentOf(base)));
      setRefusals([]);
    },
    /** Goes on with what was brought together, on top of theirs. */
    take: (merged: JsonObject) => {
      if (!conflict || !content) return;
      setBase(conflict.theirs);
      setDraft(draftOf({ ...content, ...merged }));
      setConflict(null);
    },
    takeTheirs: () => conflict && restart(conflict.theirs),
  };
}

function asObject(content: Content | null): JsonObject {
  return { ...content };
}
