/** A time from and a time until, either of them open. In the address and to the gateway they are ISO at UTC; people pick them in local time. */
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { TimeRangeValue } from './time-value';

const Pickers = lazy(() => import('./time-range-pickers'));

/** Two fields, to be put into a row of filters. */
export function TimeRange(props: TimeRangeValue & { onChange: (range: TimeRangeValue) => void }) {
  return (
    <Suspense fallback={<Skeleton w={314} h={50} />}>
      <Pickers {...props} />
    </Suspense>
  );
}
