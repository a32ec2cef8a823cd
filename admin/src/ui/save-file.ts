/** Saving what was read as a file on the reader's disk. */
import { nameOf } from './authorized-fetch';

/** Part of the File System Access API, which not every browser has. */
interface SavePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

function hasSavePicker(scope: object): scope is SavePicker {
  return 'showSaveFilePicker' in scope;
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Saves an answer of any length: where the browser can, straight to the file that the reader picks, else by way of the browser's own store.
 * @param read is asked once the file is picked.
 * @returns false where the reader picked none.
 */
export async function saveStream(read: () => Promise<Response>, suggestedName: string): Promise<boolean> {
  if (!hasSavePicker(window)) {
    const answer = await read();
    saveBlob(await answer.blob(), nameOf(answer) ?? suggestedName);
    return true;
  }
  const file = await window.showSaveFilePicker({ suggestedName }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  });
  if (!file) return false;
  const { body } = await read();
  await body?.pipeTo(await file.createWritable());
  return true;
}
