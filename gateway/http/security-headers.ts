import type { RequestHandler } from 'express';

/** What keeps browsers from doing more with our answers than they should. Pages replace the content security policy by their own. */
export function securityHeaders(options: { https: boolean }): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('x-content-type-options', 'nosniff');
    res.setHeader('x-frame-options', 'DENY');
    res.setHeader('referrer-policy', 'no-referrer');
    res.setHeader('cross-origin-opener-policy', 'same-origin');
    res.setHeader('cross-origin-resource-policy', 'same-origin');
    res.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
    if (options.https) res.setHeader('strict-transport-security', 'max-age=31536000');
    next();
  };
}
