/** `npm run -s token -- --role client --tenant demo`: prints a token for local use, and nothing else. */
import { parseArgs } from 'node:util';
import { homeFolder } from './home';
import { DEFAULT_SOURCE, GRANTED_ROLES, mintToken, NO_TENANT, TENANT_NAME, TENANT_RULE, type TokenRequest } from './issuer';
import { LaunchError } from './process/launch-error';

const USAGE = `usage: npm run -s token -- --role ${GRANTED_ROLES.join('|')}[,…] --tenant NAME [--source CODE] [--subject S] [--ttl SECONDS]
  --role     several are separated by commas
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
  const roles = role.split(',').map((name) => GRANTED_ROLES.find((granted) => granted === name.trim()) ?? refuse(`There is no role "${name}" to give: it is one of ${GRANTED_ROLES.join(', ')}.`));
  if (!tenant && roles.some((each) => each !== 'operator')) return refuse('--tenant is missing: the name of the tenant that the token is for, such as demo.');
  if (tenant && !TENANT_NAME.test(tenant)) return refuse(`"${tenant}" cannot name a tenant: ${TENANT_RULE}.`);
  if (source !== undefined && (source.length === 0 || source.length > 100)) return refuse('--source is a code of 1 to 100 characters.');
  if (subject === '') return refuse('--subject is empty: leave it out, or name somebody.');
  if (ttl !== undefined && !/^[1-9]\d{0,8}$/.test(ttl)) return refuse(`--ttl ${ttl} is not a number of seconds, such as 3600.`);
  return { role: roles, tenant: tenant ?? NO_TENANT, source, subject, ttlSeconds: ttl === undefined ? undefined : Number(ttl) };
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
