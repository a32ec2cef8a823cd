import { PageHeader } from '../../ui/page-header';

export function QueuesScreen() {
  return <PageHeader title="Queues" />;
}
