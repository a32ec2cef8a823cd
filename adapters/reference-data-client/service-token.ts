/** The services' own token, in a file that whoever issues tokens may replace at any time. */
import { readFileSync, statSync } from 'node:fs';
import { ReferenceDataUnavailable } from '../../services/ports/reference-data';

/** Gives the token, read again when the file changes. Throws ReferenceDataUnavailable where there is none. */
export function serviceTokenFrom(path: string): () => string {
  let known: { changedMs: number; token: string } | null = null;
  return () => {
    try {
      const changedMs = statSync(path).mtimeMs;
      if (known?.changedMs !== changedMs) known = { changedMs, token: readFileSync(path, 'utf8').trim() };
      return known.token;
    } catch (error) {
      throw new ReferenceDataUnavailable(`the service token in ${path} cannot be read`, { cause: error });
    }
  };
}
