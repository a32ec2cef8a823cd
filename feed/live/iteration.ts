/** An async iterator that can be left at any moment: a generator alone would first wait for the event that it is waiting for. */

const DONE = { value: undefined, done: true } as const;

/**
 * Iterates over what `produce` yields. `return()` ends at once: it aborts the signal, by which the generator lets go of what it holds, and
 * answers calls of `next` that wait.
 */
export function iterate<T>(produce: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>): AsyncIterableIterator<T> {
  const control = new AbortController();
  const generator = produce(control.signal);
  const waiting = new Set<(result: IteratorResult<T>) => void>();

  const leave = (): void => {
    if (control.signal.aborted) return;
    control.abort();
    for (const answer of waiting) answer(DONE);
    waiting.clear();
    // Runs its `finally`; how it ends interests nobody any more.
    generator.return().catch(() => undefined);
  };

  return {
    next: () =>
      new Promise<IteratorResult<T>>((resolve, reject) => {
        if (control.signal.aborted) return resolve(DONE);
        waiting.add(resolve);
        generator.next().then(
          (result) => {
            waiting.delete(resolve);
            resolve(result);
          },
          (error: unknown) => {
            waiting.delete(resolve);
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      }),
    return: () => {
      leave();
      return Promise.resolve(DONE);
    },
    throw: (error: unknown) => {
      leave();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Waits; shorter where the signal aborts. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
