import { normaliseLine, normaliseText, shorten } from '../../values/text.ts';
import type { Links } from '../../platform/links.ts';

const manyLines = new Set(['message', 'note', 'bankDetails', 'reason', 'alternative']);
// What was hashed or built by code of ours must arrive letter for letter.
const verbatim = new Set(['termsText', 'creditHtml', 'creditText']);

/**
 * The data of a letter made safe to write: one-line fields become one line, controls and direction
 * overrides go, and nobody but our own links can hold the placeholder of a secret link, which would
 * otherwise be revealed on sending. Throws on a link that leads elsewhere than to this portal.
 */
export function safeWords(value: unknown, links: Links, name = ''): unknown {
  if (typeof value === 'string') return safeText(value, links, name);
  if (Array.isArray(value)) return value.map((part) => safeWords(part, links, name));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, safeWords(part, links, key)]),
  );
}

function safeText(text: string, links: Links, name: string): string {
  if (/^url$|Url$/.test(name)) return ownLink(text, links);
  if (name === 'creditHtml' && hasForeignMarkup(text))
    throw new Error('the HTML of a credit holds more than a credit');
  if (verbatim.has(name)) return links.mask(text);
  // Masked last: what normalising removes could otherwise keep the parts of a placeholder apart.
  return links.mask(manyLines.has(name) ? normaliseText(text).trim() : normaliseLine(text));
}

const creditTag = /<\/?(?:p|em|a|strong|cite|time|span|small|br)((?: [a-z:-]+="[^"<>]*")*)>/g;
const creditAttribute =
  / (?:(?:class|lang|dir|rel|datetime|property|about)="[^"]*"|href="https?:\/\/[^"]*")/g;

// The one text that reaches the HTML part unescaped: escaped words between the elements of a credit, and
// of their attributes only those a credit has. Words that only look dangerous are no markup.
function hasForeignMarkup(html: string): boolean {
  const between = html.replace(creditTag, '');
  const attributes = [...html.matchAll(creditTag)].map(([, given]) => given ?? '');
  return (
    between.includes('<') || attributes.some((given) => given.replace(creditAttribute, '') !== '')
  );
}

function ownLink(url: string, links: Links): string {
  if (url.startsWith(`${links.baseUrl}/`) && !/\s/.test(url)) return url;
  throw new Error('a letter may only link to this portal');
}

/** Somebody's own words as the text part shows them: each line behind "> ", so that it ends where it ends. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** One line without controls, at most 200 characters: nothing in a subject can begin another header. */
export function subjectLine(text: string): string {
  return shorten(normaliseLine(text), 200);
}

const plainAddress = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/;

/** The name on one line and the address as given. Throws on what is no single plain address. */
export function recipient(to: { name: string; address: string }): {
  name: string;
  address: string;
} {
  if (!plainAddress.test(to.address) || to.address.length > 254)
    throw new Error('the recipient has no plain e-mail address');
  return { name: shorten(normaliseLine(to.name), 160), address: to.address };
}
