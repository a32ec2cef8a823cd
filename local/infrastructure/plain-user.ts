/** Postgres refuses to run as root: whom it runs as instead. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LaunchError } from '../process/launch-error';
import { run } from '../process/run';

export interface RunAs {
  /** Owner of the data; absent where the current user will do. */
  readonly uid?: number;
  readonly gid?: number;
  /** The command as that user. */
  wrap(command: string, args: readonly string[]): { command: string; args: readonly string[]; uid?: number; gid?: number };
}

/**
 * The current user, or for root an ordinary one that every system has. Where that one cannot get into `folders` (a checkout under
 * /root, say), it is lent the right to pass, for this command alone.
 */
export async function plainUser(folders: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => ({ command, args }) };
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (!user) throw new LaunchError('Postgres does not run as root, and there is neither a user postgres nor nobody: run as an ordinary user, or set DATABASE_URL.');
  const closed = folders.flatMap(parents).find((folder) => (statSync(folder).mode & 0o001) === 0);
  if (!closed) return { ...user, wrap: (command, args) => ({ command, args, ...user }) };

  const lent = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'];
  if ((await run('setpriv', [...lent, 'true'])).code !== 0) {
    throw new LaunchError(
      `Postgres does not run as root, and the user that it runs as cannot get into ${closed}: run as an ordinary user, ` +
        'move the project and OMS_HOME to where everybody may pass, or set DATABASE_URL.',
    );
  }
  return { ...user, wrap: (command, args) => ({ command: 'setpriv', args: [...lent, command, ...args] }) };
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : null;
}

/** All folders above one: to reach a thing, each must let us pass. */
function parents(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...parents(above)];
}
