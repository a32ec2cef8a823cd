/** Asks for a sentence before something is done that others will read about. */
import { modals } from '@mantine/modals';
import { lazy, Suspense } from 'react';
import type { Question } from './question';
import { ScreenLoading } from './states';

const ReasonForm = lazy(() => import('./reason-form'));

export function askReason(question: Question): void {
  const id = modals.open({
    title: question.title,
    children: (
      <Suspense fallback={<ScreenLoading />}>
        <ReasonForm {...question} close={() => modals.close(id)} />
      </Suspense>
    ),
  });
}
