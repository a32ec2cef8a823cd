/** An end to work that hostile input could keep busy for hours, such as matching a regular expression. */
import { createContext, Script } from 'node:vm';

/** A process that is stalled meets the limit without having worked. */
const TRIES = 2;

const surroundings = { work: (): void => undefined };
const context = createContext(surroundings);
const script = new Script('work()');

/** What `work` gives; null where it found no end within `limitMs`, twice. It is stopped anywhere in between and may be called again. Costs 0.1 ms. */
export function bounded<T extends boolean>(limitMs: number, work: () => T): T | null {
  for (let tries = 0; tries < TRIES; tries += 1) {
    let result: T | null = null;
    surroundings.work = () => void (result = work());
    try {
      script.runInContext(context, { timeout: limitMs });
      return result;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
  }
  return null;
}
