import { Text, useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import DiffViewer, { DiffMethod } from 'react-diff-viewer-continued';
import classes from './document-type.module.css';

/** Two texts line by line, side by side where there is room. */
export function Difference({ before, after }: { before: string; after: string }) {
  const dark = useComputedColorScheme() === 'dark';
  const wide = useMediaQuery('(min-width: 62em)') ?? true;
  if (before === after) return <Text className="quiet">There is no difference.</Text>;
  return (
    <div className={classes.diff} role="region" aria-label="Lines of both" tabIndex={0}>
      <DiffViewer oldValue={before} newValue={after} splitView={wide} useDarkTheme={dark} compareMethod={DiffMethod.WORDS} showDiffOnly={false} hideSummary disableWorker />
    </div>
  );
}
