/** Saving what was read as a file on the reader's disk. */
import { nameOf } from './authorized-fetch';

/** As a download like any other, wherever the reader's browser puts those. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves an answer of any length: the browser takes it in as it comes, and keeps what is large on its own disk. */
export async function saveAnswer(answer: Response, suggestedName: string): Promise<void> {
  saveBlob(await answer.blob(), nameOf(answer) ?? suggestedName);
}
