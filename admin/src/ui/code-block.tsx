import { ActionIcon, Box, CopyButton, ScrollArea, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './code-block.module.css';

/** Text for a machine, with a button that copies it. */
export function CodeBlock({ text, label, height = 420 }: { text: string; label: string; height?: number }) {
  return (
    <Box pos="relative">
      <ScrollArea.Autosize mah={height} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }} className={classes.frame}>
        <pre className={classes.code}>{text}</pre>
      </ScrollArea.Autosize>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'} position="left">
            <ActionIcon className={classes.copy} variant="default" onClick={copy} aria-label={copied ? 'Copied' : `Copy ${label}`}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  );
}
