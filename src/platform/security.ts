import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from './config.ts';
import { forbidden } from './errors.ts';

/** Where the Pay button may lead: the hosted pages of Stripe, for cards and for invoices, or those of the local stand-in. */
function hostedOrigins(config: Config): string[] {
  return config.stripeApiBase === null
    ? ['https://checkout.stripe.com', 'https://invoice.stripe.com']
    : [new URL(config.stripeApiBase).origin];
}

/** One nonce a response, base64url so that it survives every quoting. */
export const nonce: RequestHandler = (_req, res, next) => {
  res.locals['nonce'] = randomBytes(16).toString('base64url');
  next();
};

/** Own files only; forms may also lead to the configured checkout page. */
export function securityHeaders(config: Config): RequestHandler {
  const secure = config.baseUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'", ...hostedOrigins(config)],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses unsafe requests that another site made in a visitor's browser. Sec-Fetch-Site decides where
 * the browser sends it, otherwise Origin must be ours; neither header means no browser, so no cookie
 * to abuse. (The rule of Go's CrossOriginProtection.)
 */
export function sameOriginOnly(config: Config): RequestHandler {
  const own = new URL(config.baseUrl).origin;
  return (req, _res, next) => {
    if (safeMethods.has(req.method)) return next();
    const site = req.get('Sec-Fetch-Site');
    if (site !== undefined)
      return site === 'same-origin' || site === 'none' ? next() : next(forbidden());
    const origin = req.get('Origin');
    if (origin === undefined) return next();
    const host = req.get('Host');
    const matches = origin === own || (host !== undefined && URL.parse(origin)?.host === host);
    return matches ? next() : next(forbidden());
  };
}
