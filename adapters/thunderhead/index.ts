/**
 * The adapter to Thunderhead (shared contract: engine-api.md): the DocumentEngine over HTTP and the TransferFolder on a shared folder.
 *
 * engine.ts makes the calls, through http.ts with the credentials of authorization.ts, and protected.ts guards them; answers.ts checks what
 * comes back; render-ledger.ts reads what it ever made; states.ts holds the engine's words and is the one file to change for another version of it. transfer-folder.ts keeps the files,
 * transaction-file.ts and manifest.ts are their formats.
 */
export { createThunderheadEngine } from './engine';
export { protectEngine } from './protected';
export { createRenderLedger } from './render-ledger';
export { createTransferFolder } from './transfer-folder';
export type { ThunderheadSettings } from './settings';
