import { PageHeader } from '../../ui/page-header';

export function ReferenceDataScreen() {
  return <PageHeader title="ReferenceData" />;
}

export function DocumentTypeScreen() {
  return <PageHeader title="DocumentType" />;
}
