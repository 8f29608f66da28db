import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { loadTranslator } from '../../src/platform/i18n.ts';
import { loadViews, type Views } from '../../src/platform/views.ts';
import { htmlProblems, openBrowser, pageProblems, watchedPage } from '../support/browser.ts';
import { root } from '../support/views.ts';

interface Gallery {
  pages: string[];
  data: { site: object; problems: object[] };
}

const { pages, data } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'gallery/data.json'), 'utf8'),
) as Gallery;
const names = [
  ...pages.map((name) => `gallery/${name}`),
  ...[403, 404, 409, 422, 500, 503].map((code) => `errors/${code}`),
];
const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

let views: Views;
let server: Server;
let browser: Browser;
let address: string;

/** The components of the design with invented facts, as `views/` would hold them. */
function galleryViews(): Views {
  const directory = mkdtempSync(join(tmpdir(), 'offprint-gallery-'));
  for (const part of ['layouts', 'partials', 'errors'])
    cpSync(join(root, 'views', part), join(directory, part), { recursive: true });
  cpSync(join(import.meta.dirname, 'gallery'), join(directory, 'gallery'), { recursive: true });
  const translator = loadTranslator(join(root, 'locales'));
  const loaded = loadViews(directory, {
    translator,
    language: 'en-GB',
    timeZone: 'Europe/London',
    publicDirectory: join(root, 'public'),
  });
  rmSync(directory, { recursive: true });
  return loaded;
}

function html(name: string, direction: string): string {
  const language = direction === 'rtl' ? 'ar' : 'en-GB';
  const problems = name === 'gallery/form' || name === 'errors/422' ? data.problems : [];
  return views.render(name, {
    ...data,
    problems,
    locale: language,
    site: { ...data.site, language, dir: direction },
  });
}

before(async () => {
  views = galleryViews();
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gallery');
    response.setHeader('Content-Security-Policy', policy);
    const file = join(root, 'public', pathname);
    if (pathname === '/theme.css')
      return response
        .setHeader('Content-Type', 'text/css')
        .end(`:root{--accent:${searchParams.get('accent') ?? '#9f1d20'}}`);
    if (existsSync(file) && statSync(file).isFile())
      return response
        .setHeader('Content-Type', types[extname(file)] ?? 'text/plain')
        .end(readFileSync(file));
    return response
      .setHeader('Content-Type', 'text/html; charset=utf-8')
      .end(html(pathname.slice(1), searchParams.get('dir') ?? 'ltr'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  server.close();
  await browser.close();
});

for (const [colorScheme, direction] of [
  ['light', 'ltr'],
  ['dark', 'rtl'],
] as const)
  test(`every component is accessible, ${colorScheme}, ${direction}, wide and at 320 px`, async () => {
    const problems: string[] = [];
    for (const width of [1280, 320]) {
      const viewport = { width, height: 800 };
      const watched = await watchedPage(browser, {
        colorScheme,
        viewport,
        reducedMotion: 'reduce',
      });
      for (const name of names) {
        await watched.page.goto(`${address}/${name}?dir=${direction}`);
        problems.push(...(await pageProblems(watched.page)));
      }
      problems.push(...watched.complaints);
      await watched.close();
    }
    assert.deepEqual(problems, []);
  });

test('every component is valid HTML', async () => {
  const problems = await Promise.all(names.map((name) => htmlProblems(html(name, 'ltr'), name)));
  assert.deepEqual(problems.flat(), []);
});

test('whatever accent the newsroom sets, links and buttons stay legible in both schemes', async () => {
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const)
    for (const accent of ['#ffe600', '#000000', '#00c2a8']) {
      const watched = await watchedPage(browser, { colorScheme, reducedMotion: 'reduce' });
      const theme = `${address}/theme.css?accent=${encodeURIComponent(accent)}`;
      await watched.page.route('**/theme.css', (route) => route.continue({ url: theme }));
      await watched.page.goto(`${address}/gallery/article`);
      problems.push(...(await pageProblems(watched.page)).map((problem) => `${accent} ${problem}`));
      await watched.close();
    }
  assert.deepEqual(problems, []);
});
