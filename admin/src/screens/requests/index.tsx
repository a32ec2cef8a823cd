import { PageHeader } from '../../ui/page-header';

export function RequestsScreen() {
  return <PageHeader title="Requests" />;
}
