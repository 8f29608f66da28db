import Handlebars from 'handlebars';
import { present, split, type Helper } from './view-arguments.ts';

const { SafeString, escapeExpression } = Handlebars;

/** Addresses, links and data for machines: the only helpers that write markup. */
export const markupHelpers: Record<string, Helper> = {
  /** Only addresses that a person may be sent to; anything else becomes a link that goes nowhere. */
  safeUrl: (url) => safeUrl(url),
  link: (...given) => {
    const { args } = split(given);
    const [url, text] = args;
    return new SafeString(
      `<a href="${escapeExpression(safeUrl(url))}">${escapeExpression(String(present(text, 'link')))}</a>`,
    );
  },
  /** The page that a form's address belongs to: `/requests/abc/accept` → `/requests/abc`. */
  parentPath: (path) => safeUrl(String(path).replace(/\/[^/]*$/, '') || '/'),
  /** Data as indented JSON, to be read on the page. */
  json: (value) => JSON.stringify(value, null, 2),
  /** Data for machines inside the page; `<` is written as an escape so that no text can close the element. */
  jsonLd: (value) =>
    new SafeString(
      `<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`,
    ),
};

/** The address when it is http, https, mailto or a path of this site; `#` otherwise. */
function safeUrl(url: unknown): string {
  const text = String(url ?? '').trim();
  if (/^\/(?![/\\])/.test(text) || text.startsWith('#')) return text;
  return URL.canParse(text) && ['http:', 'https:', 'mailto:'].includes(new URL(text).protocol)
    ? text
    : '#';
}
