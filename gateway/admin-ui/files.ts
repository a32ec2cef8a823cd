/** The built files of the admin UI, compressed ones where the browser takes them, and its page for every address that it knows itself. */
import { statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Router, type RequestHandler } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { contentPolicy } from './content-policy';

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><title>Output Management</title>
<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1.5rem }</style></head>
<body><h1>The admin UI is not built yet</h1>
<p><code>npm start</code> builds it in the background: this page then shows it by itself. Without <code>npm start</code>, run <code>npm run build:admin</code>.</p></body>
</html>
`;

/** Addresses of files: what is missing there is missing. Everything else is an address within the UI. */
const FILE = /^\/assets\/|\.(?:js|mjs|css|map|json|wasm|svg|png|ico|webp|woff2?|txt|html)$/;

export function adminFiles({ folder, issuer }: { folder: string; issuer: string | null }): Router {
  const router = Router();
  const built = builtFiles(folder);
  router.use((req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    res.setHeader('content-security-policy', contentPolicy({ host: req.headers.host ?? '', issuer }));
    const files = built();
    if (FILE.test(req.path)) return files ? files(req, res, next) : next();
    if (!files) {
      res.setHeader('cache-control', 'no-store');
      return void res.status(503).type('html').send(NOT_BUILT);
    }
    req.url = '/index.html';
    files(req, res, next);
  });
  return router;
}

/** @returns how to serve what is there now; null where nothing is. A new build is noticed by its page. */
function builtFiles(folder: string): () => RequestHandler | null {
  let served: { changedMs: number; handler: RequestHandler } | null = null;
  return () => {
    const changedMs = statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
    if (changedMs === undefined) return null;
    if (served?.changedMs !== changedMs) {
      const handler = expressStaticGzip(folder, { index: false, enableBrotli: true, orderPreference: ['br', 'gz'], serveStatic: { index: false, redirect: false, setHeaders: setCaching } });
      served = { changedMs, handler };
    }
    return served.handler;
  };
}

/** The names of assets change with what is in them. */
function setCaching(res: ServerResponse, path: string): void {
  res.setHeader('cache-control', /[\\/]assets[\\/][^\\/]+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
}
