import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** The library's own place for notices: a chunk of its own. */
export default function NoticesPlace() {
  return <Notifications position="bottom-right" />;
}
