import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

const SETTLED_MS = 350;

/** A small field of a filter: it takes effect when typing pauses, and at once with Enter. */
export function FilterText({ label, value, onChange, placeholder, w = 150 }: { label: string; value: string | undefined; onChange: (value: string | undefined) => void; placeholder?: string; w?: number }) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  const settle = useDebouncedCallback((text: string) => onChange(text.trim() || undefined), SETTLED_MS);
  const now = (text: string) => {
    settle.cancel();
    setTyped(text);
    onChange(text.trim() || undefined);
  };
  return (
    <TextInput
      label={label}
      size="xs"
      w={w}
      placeholder={placeholder ?? 'Any'}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') now(typed);
      }}
      rightSection={typed ? <CloseButton size="xs" aria-label={`Clear ${label}`} onClick={() => now('')} /> : null}
    />
  );
}
