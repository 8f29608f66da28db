import express, { type Express } from 'express';
import { adminRoutes } from '../../src/articles/admin.ts';
import { routes } from '../../src/articles/routes.ts';
import type { Context } from '../../src/platform/context.ts';
import { errorHandler, nothingHere } from '../../src/platform/http.ts';
import { site } from '../../src/platform/site.ts';
import { verbsOf, type Role } from '../../src/staff/rules.ts';

/** The pages of this part alone, with somebody of this role already signed in at the desk. */
export function articleSite(ctx: Context, role: Role = 'editor'): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.set('query parser', 'simple');
  app.use(site(ctx));
  app.use(express.urlencoded({ extended: false, limit: '64kb' }), express.json());
  app.use(routes(ctx));
  app.use('/admin', (_req, res, next) => {
    const id = '0199c000-0000-7000-8000-000000000001';
    res.locals['staff'] = {
      id,
      name: 'Amal',
      email: 'amal@example.org',
      role,
      verbs: verbsOf(role),
    };
    next();
  });
  app.use(adminRoutes(ctx), nothingHere, errorHandler(ctx));
  return app;
}

export interface FeedItem {
  id?: string;
  url?: string;
  title?: string;
  summary?: string;
  content_html?: string;
  date_published?: string;
  language?: string;
  tags?: string[];
  authors?: { name: string }[];
  image?: string;
}

const english =
  'the council met on monday evening and talked for two hours about what should be done with the old school before winter comes and the roof gives way'.split(
    ' ',
  );

/** Text of so many words in paragraphs, long enough to count as a whole article; English, or one word again and again. */
export function paragraphs(words: number, word?: string): string {
  const all = Array.from({ length: words }, (_, index) => word ?? english[index % english.length]);
  const starts = Array.from({ length: Math.ceil(words / 50) }, (_, index) => index * 50);
  return starts.map((start) => `<p>${all.slice(start, start + 50).join(' ')}.</p>`).join('');
}

/** A JSON Feed with these items; what an item leaves out is invented. */
export function feedOf(items: readonly FeedItem[], head: object = {}): Buffer {
  const whole = items.map((item, index) => ({
    url: `https://gazette.example.org/story-${index + 1}`,
    title: `Story ${index + 1}`,
    content_html: paragraphs(200),
    date_published: new Date(Date.UTC(2026, 10, 20, 12, 0, -index)).toISOString(),
    ...item,
    id: item.id ?? item.url ?? `story-${index + 1}`,
  }));
  return Buffer.from(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'The Harbour Gazette',
      home_page_url: 'https://gazette.example.org/',
      language: 'en-GB',
      ...head,
      items: whole,
    }),
  );
}
