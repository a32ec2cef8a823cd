import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CodeBlock } from '../../ui/code-block';
import { bytes as sizeOf } from '../../ui/figures';
import { bytesOf, hexDump, pretty } from './views';

export interface LetterBodyProps {
  /** Null where it is no text. */
  readonly text: string | null;
  readonly base64: string;
  readonly sizeBytes: number;
}

/** A record's value: as text where it is text, byte by byte, or in base64. */
export function LetterBody({ text, base64, sizeBytes }: LetterBodyProps) {
  const [view, setView] = useState(text === null ? 'hex' : 'text');
  const kept = bytesOf(base64);
  const shown = view === 'hex' ? hexDump(kept) : view === 'base64' ? (base64.match(/.{1,76}/g) ?? []).join('\n') : pretty(text ?? '');
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label="View the bytes as"
        value={view}
        onChange={setView}
        data={[
          { value: 'text', label: 'Text', disabled: text === null },
          { value: 'hex', label: 'Hex' },
          { value: 'base64', label: 'Base64' },
        ]}
      />
      {kept.length === 0 ? <Text size="sm" className="quiet">It has no bytes.</Text> : <CodeBlock text={shown} label="The record's value" height={320} />}
      {kept.length < sizeBytes ? (
        <Text size="xs" className="quiet">
          The first {sizeOf(kept.length)} of {sizeOf(sizeBytes)}. A replay sends all of it.
        </Text>
      ) : null}
    </Stack>
  );
}
