/** Cancelling: decided under the row's lock on the status found, so that of a cancel and a completion exactly one wins. */
export { cancelRequest } from './cancel-request';
