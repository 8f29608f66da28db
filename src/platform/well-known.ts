import { Router } from 'express';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import type { Settings } from './settings.ts';

const yearMs = 365 * 86_400_000;

/** `/.well-known/security.txt` (RFC 9116): where to report a weakness; not there until the newsroom has an e-mail address. */
export function wellKnownRoutes(ctx: Context): Router {
  return Router().get('/.well-known/security.txt', (_req, res) => {
    const { email, language } = res.locals['settings'] as Settings;
    if (email === '') throw notFound();
    const lines = [
      `Contact: mailto:${encodeURI(email)}`,
      `Expires: ${new Date(ctx.now().getTime() + yearMs).toISOString()}`,
      `Preferred-Languages: ${language}`,
      `Canonical: ${ctx.links.to('/.well-known/security.txt')}`,
    ];
    res.set('Cache-Control', 'public, max-age=86400').type('text/plain');
    res.send(`${lines.join('\n')}\n`);
  });
}
