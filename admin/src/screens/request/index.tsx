import { PageHeader } from '../../ui/page-header';

export function RequestScreen() {
  return <PageHeader title="Request" />;
}
