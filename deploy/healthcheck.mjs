// Exit 0 when this container's process is ready: HEALTH_URL, else /readyz on OPS_PORT.
const url = process.env.HEALTH_URL ?? `http://127.0.0.1:${process.env.OPS_PORT}/readyz`;
const answer = await fetch(url, { signal: AbortSignal.timeout(3000) }).catch((error) => ({ ok: false, text: async () => error.message }));
if (!answer.ok) {
  process.stderr.write(`${url}: ${(await answer.text()).trim()}\n`);
  process.exitCode = 1;
}
