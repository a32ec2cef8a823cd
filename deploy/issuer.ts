/** One run of the local issuer for docker-compose.yml: makes the keys and the services' token where they are missing. */
import { homeFolder } from '../local/home';
import { prepareKeys } from '../local/issuer';

prepareKeys(homeFolder(process.env)).catch((error: unknown) => {
  process.stderr.write(`issuer: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
