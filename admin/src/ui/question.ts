/** What is asked before something is done. */
import type { ReactNode } from 'react';

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** Of the field. */
  readonly label: string;
  readonly required?: boolean;
  /** Of the button that does it. */
  readonly action: string;
  readonly danger?: boolean;
  /** What it rejects with is shown in the dialogue, which closes when it is done. */
  readonly onSubmit: (reason: string | null) => Promise<void>;
}
