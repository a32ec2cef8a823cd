import { ScrollArea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { jsonLines } from './json-lines';
import classes from './json-view.module.css';

const LINES_ABOVE_PX = 60;

/** JSON to read; what `before` lacks is marked. */
export function JsonView({ value, before, label }: { value: unknown; before?: unknown; label: string }) {
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was added is what one came to see.
    const first = viewport.current?.querySelector('ins');
    if (first) viewport.current?.scrollTo({ top: first.offsetTop - LINES_ABOVE_PX });
  }, [value, before]);
  return (
    <ScrollArea.Autosize viewportRef={viewport} mah={420} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }} className={classes.frame}>
      <pre className={classes.code}>
        {jsonLines(value, before).map(({ text, added }, index) =>
          added ? (
            <ins key={index} className={classes.added}>
              {text}
            </ins>
          ) : (
            <span key={index} className={classes.line}>
              {text}
            </span>
          ),
        )}
      </pre>
    </ScrollArea.Autosize>
  );
}
