import { SimpleGrid, Text } from '@mantine/core';
import type { RunRowFragment } from '../../../generated/graphql';
import { whole } from '../../../ui/figures';
import classes from './run-figures.module.css';
import { openOf } from './run-state';

/** A run's figures, each with its word. */
export function RunFigures({ run }: { run: RunRowFragment }) {
  const figures = [
    ['Selected', run.selected, 'calm'],
    ['Released', run.released, 'calm'],
    ['Recovered', run.recovered, 'good'],
    ['Failed again', run.failedAgain, 'bad'],
    ['Skipped', run.skipped, 'calm'],
    ['Still open', openOf(run), 'calm'],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 3, sm: 6 }} spacing="md" component="dl" m={0}>
      {figures.map(([label, count, tone]) => (
        <div key={label}>
          <Text component="dt" size="xs" className="quiet">
            {label}
          </Text>
          <Text component="dd" m={0} fz="xl" fw={650} className={`figures ${classes.figure}`} data-figure={label} data-tone={count > 0 ? tone : undefined}>
            {whole(count)}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
