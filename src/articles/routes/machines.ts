import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { parse } from '../../platform/http.ts';
import { siteMapForm } from '../forms/catalogue.ts';
import { articlePath } from '../rules/paths.ts';
import { articlesForSiteMap, siteMapParts } from '../store/site-map.ts';

/** The protocol allows 50,000 addresses in one file. */
const mostInOneFile = 45_000;
const atOnce = 5_000;

/** What crawlers read before they come in. */
export function machineRoutes(ctx: Context): Router {
  return Router()
    .get('/robots.txt', (_req, res) => robots(ctx, res))
    .get('/sitemap.xml', (req, res) => siteMap(ctx, req, res));
}

function robots(ctx: Context, res: Response): void {
  const closed = ['/admin', '/requests/', '/pay/', '/licences/', '/find'];
  const lines = [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${ctx.links.to('/sitemap.xml')}`,
  ];
  res
    .set('Cache-Control', 'public, max-age=3600')
    .type('text/plain')
    .send(`${lines.join('\n')}\n`);
}

/** All public articles; beyond one file's worth an index of parts, each beginning after an id. */
async function siteMap(ctx: Context, req: Request, res: Response): Promise<void> {
  const query = parse(siteMapForm, req.query);
  if (!query.ok) throw invalid(query.problems);
  const part = req.query['after'];
  const parts = part === undefined ? await siteMapParts(ctx.db, ctx.now(), mostInOneFile) : [];
  res.set('Cache-Control', 'public, max-age=3600').type('application/xml');
  res.write('<?xml version="1.0" encoding="UTF-8"?>\n');
  if (parts.length > 0) writeIndex(ctx, res, parts);
  else await writeArticles(ctx, res, query.value.after);
  res.end();
}

const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

function writeIndex(ctx: Context, res: Response, ends: readonly string[]): void {
  res.write(`<sitemapindex ${namespace}>\n`);
  for (const after of ['', ...ends])
    res.write(`<sitemap><loc>${ctx.links.to(`/sitemap.xml?after=${after}`)}</loc></sitemap>\n`);
  res.write('</sitemapindex>\n');
}

async function writeArticles(ctx: Context, res: Response, start: string | null): Promise<void> {
  res.write(`<urlset ${namespace}>\n`);
  let after = start;
  for (let written = 0; written < mostInOneFile; written += atOnce) {
    const rows = await articlesForSiteMap(ctx.db, { publicAt: ctx.now(), after, limit: atOnce });
    const lines = rows.map(({ slug, changed_at }) => {
      const loc = ctx.links
        .to(articlePath(slug))
        .replaceAll('&', '&amp;')
        .replaceAll("'", '&apos;');
      return `<url><loc>${loc}</loc><lastmod>${changed_at.toISOString()}</lastmod></url>\n`;
    });
    res.write(lines.join(''));
    after = rows.at(-1)?.id ?? null;
    if (rows.length < atOnce) break;
  }
  res.write('</urlset>\n');
}
