import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { Panel } from './panel';

/** A part of a screen that is folded away until it is asked for; its content is made only then. */
export function Unfolding({ title, opened: atFirst = false, children }: { title: string; opened?: boolean; children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure(atFirst);
  const part = useId();
  const button = (
    <Button
      size="compact-sm"
      variant="subtle"
      onClick={toggle}
      aria-expanded={opened}
      aria-controls={part}
      aria-label={`${opened ? 'Hide' : 'Show'}: ${title}`}
      leftSection={opened ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
    >
      {opened ? 'Hide' : 'Show'}
    </Button>
  );
  return (
    <Panel title={title} beside={button} folded={!opened}>
      <Collapse expanded={opened} id={part}>
        {opened ? children : null}
      </Collapse>
    </Panel>
  );
}
