/** Short notices at the edge of the screen: what was done, or why not. What shows them is loaded with the first one. */
import type { NotificationData } from '@mantine/notifications';
import { sentenceOf } from './sentence-of';

const CLOSE = { 'aria-label': 'Close' };

let library: Promise<typeof import('@mantine/notifications')> | null = null;
const listeners = new Set<() => void>();

function loaded(): Promise<typeof import('@mantine/notifications')> {
  library ??= import('@mantine/notifications');
  for (const listener of listeners) listener();
  return library;
}

/** For the place where notices appear: whether there has been one. */
export const told = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  anything: (): boolean => library !== null,
};

export function tell(notice: NotificationData): void {
  void loaded().then(({ notifications }) => notifications.show({ closeButtonProps: CLOSE, ...notice }));
}

export function tellNoMore(id: string): void {
  void loaded().then(({ notifications }) => notifications.hide(id));
}

export function tellDone(message: string): void {
  tell({ message, color: 'teal' });
}

export function tellFailed(error: unknown, title = 'That did not work'): void {
  tell({ title, message: sentenceOf(error), color: 'red', autoClose: 10_000 });
}
