import { Group, Paper, Title, type PaperProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

/** A framed part of a screen, with its heading and, at its right, what belongs beside it; `folded`: with nothing below. */
export function Panel({ title, beside, folded = false, children, ...paper }: { title?: ReactNode; beside?: ReactNode; folded?: boolean; children: ReactNode } & PaperProps) {
  const heading = useId();
  return (
    <Paper component="section" aria-labelledby={title ? heading : undefined} withBorder p="md" className={classes.panel} {...paper}>
      {title ? (
        <Group justify="space-between" mb={folded ? 0 : 'sm'} gap="xs">
          <Title order={2} id={heading}>
            {title}
          </Title>
          {beside}
        </Group>
      ) : null}
      {children}
    </Paper>
  );
}
