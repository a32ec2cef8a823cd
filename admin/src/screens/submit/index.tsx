import { PageHeader } from '../../ui/page-header';

export function SubmitScreen() {
  return <PageHeader title="Submit" />;
}

export function SubmissionScreen() {
  return <PageHeader title="Submission" />;
}
