import { ScrollArea } from '@mantine/core';
import { jsonLines } from './json-lines';
import classes from './json-view.module.css';

/** JSON to read; what `before` lacks is marked. */
export function JsonView({ value, before, label }: { value: unknown; before?: unknown; label: string }) {
  return (
    <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }} className={classes.frame}>
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
