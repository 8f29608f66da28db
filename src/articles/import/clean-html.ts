import sanitizeHtml from 'sanitize-html';
import { articleUrl } from '../../values/url.ts';
import { decodeEntities, normaliseLine, normaliseText, shorten } from '../../values/text.ts';
import { blocksOf, type Blocks } from './blocks.ts';

const boundaries = 'section article main header footer aside center dl dt dd'.split(' ');
const blocks =
  'p div h2 h3 h4 blockquote ul ol li pre hr br figure figcaption img table thead tbody tr th td';
const words = 'em strong a code sub sup abbr cite q span';
const withoutText =
  'script style textarea noscript iframe object embed svg math form button select option video audio canvas ' +
  'template head title map applet noembed noframes xmp';

const firstPass: sanitizeHtml.IOptions = {
  allowedTags: `${blocks} ${words}`.split(' '),
  allowedAttributes: {
    '*': ['lang', 'dir'],
    a: ['href'],
    img: ['src', 'alt', 'width', 'height'],
    // Read for the credit of a picture, never kept.
    span: ['class', 'lang', 'dir'],
    div: ['class', 'lang', 'dir'],
    p: ['class', 'lang', 'dir'],
    figcaption: ['class', 'lang', 'dir'],
    cite: ['class', 'lang', 'dir'],
    abbr: ['title'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: true,
  nonTextTags: withoutText.split(' '),
  nestingLimit: 50,
  transformTags: {
    b: 'strong',
    i: 'em',
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    ...Object.fromEntries(boundaries.map((tag) => [tag, 'div'])),
  },
};

// No text means anything by so many blanks, and some patterns look at each of them again and again.
const emptySpace = /\s{200,}/gu;

/**
 * HTML of a feed to HTML that may be stored and shown: paragraphs, headings, lists, quotations, tables, links and
 * emphasis; nothing with a script, a style, a frame or a foreign file. Pictures come out apart from the text, because
 * their rights are apart; counting pixels vanish. Links are resolved against `base`.
 */
export function cleanHtml(dirty: string, base: string): Blocks {
  const html = sanitizeHtml(normaliseText(dirty).replace(emptySpace, ' '), firstPass);
  return blocksOf(html, (href) => linkOf(href, base));
}

function linkOf(href: string, base: string): string | null {
  if (/^mailto:/iu.test(href)) return href.length <= 300 ? href : null;
  // Links of feed services count clicks or invite to share; they are no part of the article.
  if (/\/\/(?:feeds\.|feedproxy\.|feedads\.|[\w.]*feedsportal\.)[^?#]*\/~/iu.test(href))
    return null;
  return articleUrl(href, base);
}

/** The text of a scrap of HTML (a headline, a name) as one line without markup. */
export function textOfHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [],
    allowedAttributes: {},
    nonTextTags: ['script', 'style', 'textarea', 'noscript'],
  });
}

/** The same shortened, with its entities read. */
export function lineOf(html: string, length: number): string {
  return shorten(normaliseLine(decodeEntities(textOfHtml(html))), length);
}
