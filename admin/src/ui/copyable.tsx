import { ActionIcon, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** An id, in one kind of letter, with a button that copies it. */
export function Copyable({ value, shown = value, label = 'Copy' }: { value: string; shown?: string; label?: string }) {
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      <span className="mono" title={value}>
        {shown}
      </span>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : label}>
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={copy} aria-label={copied ? 'Copied' : `${label} ${value}`}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
