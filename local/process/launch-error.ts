/** local/process: processes on this machine as the launcher needs them: started, recognised again, stopped; ports; progress lines. */

/** Why a start cannot go on. The message is for people: what is wrong and what to do about it. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

/** The code that Node gives its errors, such as ENOENT. Not by `instanceof`: errors may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The sentence for a fault of the file system, or null when it is none that a person can mend. */
export function fileFault(error: unknown, where: string): LaunchError | null {
  const code = errorCode(error);
  if (code === 'ENOSPC') return new LaunchError(`The disk that holds ${where} is full: free some space (about 1 GB), or set OMS_HOME to a folder on another disk.`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new LaunchError(`${where} cannot be written by this user: change its owner, or set OMS_HOME to a folder of your own.`);
  }
  return null;
}
