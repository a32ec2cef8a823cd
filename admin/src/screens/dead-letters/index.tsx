import { PageHeader } from '../../ui/page-header';

export function DeadLettersScreen() {
  return <PageHeader title="DeadLetters" />;
}
