/** Where notices appear, once there is one. */
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { told } from '../ui/told';

const Place = lazy(() => import('./notices-place'));

export function Notices() {
  const anything = useSyncExternalStore(told.subscribe, told.anything);
  return <Suspense>{anything ? <Place /> : null}</Suspense>;
}
