import { PageHeader } from '../../ui/page-header';

export function AuditScreen() {
  return <PageHeader title="Audit" />;
}
