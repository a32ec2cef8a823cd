/** Editors of JSON, one of them with the vocabulary of JSON Schema. Loaded when one is opened. */
import { useComputedColorScheme } from '@mantine/core';
import { json } from '@codemirror/lang-json';
import CodeMirror, { EditorView, type Extension } from '@uiw/react-codemirror';
import { jsonSchema } from 'codemirror-json-schema';
import { useMemo } from 'react';
import classes from './document-type.module.css';
import { META_SCHEMA } from './meta-schema';

export interface JsonEditorProps {
  readonly label: string;
  readonly text: string;
  /** Null: to be read only. */
  readonly onChange: ((text: string) => void) | null;
  readonly height?: string;
}

const PLAIN: Extension = json();
/** Marks, completes and explains what the vocabulary knows; whether the whole can be used is said below the editor. */
const WITH_VOCABULARY: Extension = jsonSchema(META_SCHEMA);

export function JsonEditor(props: JsonEditorProps) {
  return <Editor {...props} language={PLAIN} />;
}

export function SchemaEditor(props: JsonEditorProps) {
  return <Editor {...props} language={WITH_VOCABULARY} />;
}

function Editor({ label, text, onChange, height = '460px', language }: JsonEditorProps & { language: Extension }) {
  const scheme = useComputedColorScheme();
  const extensions = useMemo(() => [language, EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' })], [language, label]);
  // Tab moves on to what comes next, as everywhere on the page.
  return (
    <div className={classes.editor}>
      <CodeMirror value={text} onChange={onChange ?? undefined} readOnly={onChange === null} height={height} theme={scheme} extensions={extensions} indentWithTab={false} />
    </div>
  );
}
