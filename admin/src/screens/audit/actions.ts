/** What the audit log knows, in words. */
export const ACTIONS: Readonly<Record<string, string>> = {
  RETRIGGER: 'Retriggered errors',
  STOP_RUN: 'Stopped a run',
  RESUME_RUN: 'Resumed a run',
  DISMISS: 'Dismissed errors',
  REOPEN: 'Reopened errors',
  CANCEL: 'Cancelled a request',
  SAVE_DOCUMENT_TYPE: 'Saved a document type',
  SAVE_SOURCE: 'Saved a source',
  REPLAY_DEAD_LETTERS: 'Replayed dead letters',
};

/** An action of a newer gateway is shown by its own name. */
export function actionLabel(action: string): string {
  return ACTIONS[action] ?? action;
}
