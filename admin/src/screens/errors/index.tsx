import { PageHeader } from '../../ui/page-header';

export function ErrorsScreen() {
  return <PageHeader title="Errors" />;
}

export function RunScreen() {
  return <PageHeader title="Run" />;
}
