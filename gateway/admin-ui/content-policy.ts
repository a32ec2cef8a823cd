/** What the pages of the admin UI may load. */

/**
 * Scripts are files of ours alone. Styles may stand inline, since the components that it is made of set them so; documents are shown from memory
 * (blob:), a PDF by a worker. `host` is the one that the browser asked; `issuer` the identity provider's address.
 */
export function contentPolicy({ host, issuer }: { host: string; issuer: string | null }): string {
  const sockets = /^[A-Za-z0-9.:[\]-]+$/.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
  const provider = issuer ? [new URL(issuer).origin] : [];
  const policy: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...sockets, ...provider],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
