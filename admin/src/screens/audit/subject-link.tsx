import { AnchorLink } from '../../ui/anchor-link';

/** What something was done to, as a link to its screen where it has one. */
export function SubjectLink({ action, subject, short = false }: { action: string; subject: string | null; short?: boolean }) {
  if (!subject) return <span className="quiet">–</span>;
  const shown = short && subject.length > 24 ? `…${subject.slice(-12)}` : subject;
  const common = { size: 'sm', className: 'mono', title: subject } as const;
  switch (action) {
    case 'RETRIGGER':
    case 'STOP_RUN':
    case 'RESUME_RUN':
      return <AnchorLink to="/errors/runs/$runId" params={{ runId: subject }} {...common}>{shown}</AnchorLink>;
    case 'CANCEL':
      return <AnchorLink to="/requests/$id" params={{ id: subject }} {...common}>{shown}</AnchorLink>;
    case 'SAVE_DOCUMENT_TYPE':
      return <AnchorLink to="/reference-data/document-types/$code" params={{ code: subject }} {...common}>{shown}</AnchorLink>;
    case 'SAVE_SOURCE':
      return <AnchorLink to="/reference-data" {...common}>{shown}</AnchorLink>;
    case 'REPLAY_DEAD_LETTERS':
      return <AnchorLink to="/dead-letters" search={{ letter: subject }} {...common}>{shown}</AnchorLink>;
    default:
      return <span className="mono">{shown}</span>;
  }
}
