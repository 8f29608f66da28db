import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
];
const noTalk = [
  '--disable-background-networking',
  '--disable-component-update',
  '--no-proxy-server',
];

/** Starts Chromium; where there is none, the tests fail and say what to install. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM'] ?? '', ...candidates].find((path) =>
    existsSync(path),
  );
  if (executablePath === undefined)
    throw new Error('Chromium is missing: apt-get install chromium, or name one in CHROMIUM');
  return chromium.launch({ executablePath, args: [...quiet, ...noTalk] });
}

export interface Watched {
  page: Page;
  /** Everything a visitor's browser would complain about: errors, refused resources, requests to other hosts. */
  complaints: string[];
  /** Bytes over the wire since the last call. */
  weight(): number;
  close(): Promise<void>;
}

/** A page whose complaints are written down; `expected` are answers (404, 422) that the test provokes. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const refusedOnPurpose = /status of 4(04|03|09|22)/.test(message.text());
    if (message.type() === 'error' && !refusedOnPurpose)
      complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const host = URL.parse(request.url())?.hostname ?? '';
    if (host !== '' && host !== '127.0.0.1' && host !== 'localhost')
      complaints.push(`foreign request: ${request.url()}`);
  });
  const wire = await countBytes(page);
  return { page, complaints, weight: wire, close: () => context.close() };
}

async function countBytes(page: Page): Promise<() => number> {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  return () => {
    const sum = bytes;
    bytes = 0;
    return sum;
  };
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface AxeViolation {
  id: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

/** What is wrong with the page as it stands: axe violations, and anything wider than the window. */
export async function pageProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate<AxeViolation[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  const problems = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${page.url()} ${id}: ${String(node.target)} ${node.failureSummary ?? ''}`),
  );
  const excess = Number(
    await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    ),
  );
  if (excess > 0) problems.push(`${page.url()} is ${excess} px wider than its window`);
  return problems;
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Templates leave blanks at line ends, and a headline may be longer than 70 signs.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'require-sri': 'off',
    'doctype-style': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }],
  },
});

/** Where the HTML as it was sent leaves the standard. */
export async function htmlProblems(html: string, where: string): Promise<string[]> {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line, column }) => `${where} ${line}:${column} ${ruleId}: ${message}`,
    ),
  );
}
