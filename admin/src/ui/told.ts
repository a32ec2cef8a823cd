/** Short notices at the edge of the screen: what was done, or why not. */
import { notifications } from '@mantine/notifications';
import { sentenceOf } from './sentence-of';

const CLOSE = { 'aria-label': 'Close' };

export function tellDone(message: string): void {
  notifications.show({ message, color: 'teal', closeButtonProps: CLOSE });
}

export function tellFailed(error: unknown, title = 'That did not work'): void {
  notifications.show({ title, message: sentenceOf(error), color: 'red', autoClose: 10_000, closeButtonProps: CLOSE });
}
