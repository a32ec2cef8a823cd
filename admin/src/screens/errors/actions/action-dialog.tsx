import type { Choice } from './choice';
import { DismissDialog } from './dismiss-dialog';
import { ReopenDialog } from './reopen-dialog';
import { RetriggerDialog } from './retrigger-dialog';

export interface PlannedAction {
  readonly action: keyof typeof DIALOGS;
  readonly choice: Choice;
}

const DIALOGS = { RETRIGGER: RetriggerDialog, DISMISS: DismissDialog, REOPEN: ReopenDialog };

/** The dialog of an action. */
export function ActionDialog({ planned: { action, choice }, onClose, onDone }: { planned: PlannedAction; onClose: () => void; onDone: () => void }) {
  const Dialog = DIALOGS[action];
  return <Dialog choice={choice} onClose={onClose} onDone={onDone} />;
}
