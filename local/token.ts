/** `npm run -s token -- --role client --tenant demo`: prints a token for local use, and nothing else. */
import { parseArgs } from 'node:util';
import { ROLES, type Role } from '../domain/caller';
import { homeFolder } from './home';
import { DEFAULT_SOURCE, mintToken, type TokenRequest } from './issuer';
import { LaunchError } from './process/launch-error';

const GRANTED = ROLES.filter((role) => role !== 'service');
const USAGE = `usage: npm run -s token -- --role ${GRANTED.join('|')} --tenant NAME [--source CODE] [--subject S] [--ttl SECONDS]
  --source   the client system it speaks for (${DEFAULT_SOURCE} when absent)
  --ttl      how long it is valid (12 hours when absent)`;
const OPTIONS = { role: { type: 'string' }, tenant: { type: 'string' }, source: { type: 'string' }, subject: { type: 'string' }, ttl: { type: 'string' } } as const;

/** What the arguments ask for. Throws LaunchError with a sentence and the usage. */
export function tokenRequest(args: readonly string[]): Omit<TokenRequest, 'home'> {
  let values: { [name in keyof typeof OPTIONS]?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS, strict: true }));
  } catch (error) {
    throw new LaunchError(`${(error as Error).message.split('\n')[0]}\n${USAGE}`);
  }
  const { role, tenant, source, subject, ttl } = values;
  const refuse = (what: string): never => {
    throw new LaunchError(`${what}\n${USAGE}`);
  };
  if (!role) return refuse('--role is missing.');
  if (!(GRANTED as readonly string[]).includes(role)) return refuse(`There is no role "${role}" to give: it is one of ${GRANTED.join(', ')}.`);
  if (!tenant && role !== 'operator') return refuse('--tenant is missing: the name of the tenant that the token is for, such as demo.');
  if (tenant && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(tenant)) {
    return refuse(`"${tenant}" cannot name a tenant: up to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit.`);
  }
  if (source !== undefined && (source.length === 0 || source.length > 100)) return refuse('--source is a code of 1 to 100 characters.');
  if (subject === '') return refuse('--subject is empty: leave it out, or name somebody.');
  if (ttl !== undefined && !/^[1-9]\d{0,8}$/.test(ttl)) return refuse(`--ttl ${ttl} is not a number of seconds, such as 3600.`);
  return { role: role as Role, tenant: tenant ?? '*', source, subject, ttlSeconds: ttl === undefined ? undefined : Number(ttl) };
}

async function main(): Promise<void> {
  process.stdout.write(`${await mintToken({ home: homeFolder(process.env), ...tokenRequest(process.argv.slice(2)) })}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof LaunchError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
