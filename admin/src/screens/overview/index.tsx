import { PageHeader } from '../../ui/page-header';

export function OverviewScreen() {
  return <PageHeader title="Overview" />;
}
