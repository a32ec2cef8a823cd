/** Asking for documents, one or many, and following them until they are there. */
export { SubmitScreen } from './submit-screen';
export { SubmissionScreen } from './submission/submission-screen';
