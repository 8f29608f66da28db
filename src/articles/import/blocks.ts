import { decodeEntities } from '../../values/text.ts';
import { captionOf, pictureOf } from './captions.ts';
import { attributesOf, escapeMarkup, languageOf, withoutEmpty, type Attributes } from './markup.ts';
import type { Picture } from './types.ts';

export interface Blocks {
  html: string;
  pictures: Picture[];
}

interface State {
  out: string[];
  /** Open elements that stay open around paragraphs. */
  containers: string[];
  /** Open inline elements with their start tags; at a paragraph's end they are closed, then opened again. */
  inline: { name: string; tag: string }[];
  /** The paragraph that is being gathered, and the element it will be. */
  text: string;
  block: { name: string; attributes: string };
  pictures: Picture[];
  /** Pictures of the open figure, and its caption as it is gathered. */
  figure: Picture[] | null;
  caption: { element: string; html: string } | null;
  link: (href: string) => string | null;
}

const containers = new Set([
  'blockquote',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]);
// In these the text stands without a paragraph of its own.
const bare = new Set(['li', 'th', 'td']);
const headings = new Set(['h2', 'h3', 'h4', 'pre']);
const inlines = new Set(['em', 'strong', 'a', 'code', 'sub', 'sup', 'abbr', 'cite', 'q', 'span']);
const plainBlock = { name: 'p', attributes: '' };

/**
 * Puts HTML that passed the allow-list into blocks: loose text and nested boxes become paragraphs, empty elements go,
 * two line breaks part paragraphs, pictures are taken out with their captions and credits.
 */
export function blocksOf(html: string, link: (href: string) => string | null): Blocks {
  const state: State = {
    ...{ out: [], containers: [], inline: [], pictures: [] },
    ...{ text: '', block: plainBlock, figure: null, caption: null, link },
  };
  for (const [piece, slash, name, attributes] of html.matchAll(
    /<(\/?)([a-z\d]+)((?:"[^"]*"|[^"<>])*)>|[^<]+/gu,
  )) {
    const { caption } = state;
    if (caption !== null && name !== 'figure' && !(slash !== '' && name === caption.element)) {
      caption.html += piece;
      if (name === 'img') addPicture(state, attributesOf(attributes));
    } else if (name === undefined) state.text += piece;
    else if (slash === '') openTag(state, name, attributesOf(attributes));
    else closeTag(state, name);
  }
  closeFigure(state);
  flush(state);
  while (state.containers.length > 0) closeContainer(state);
  return { html: withoutEmpty(state.out.join('')), pictures: state.pictures };
}

function openTag(state: State, name: string, attributes: Attributes): void {
  if (name === 'img') addPicture(state, attributes);
  else if (name === 'br') breakLine(state);
  else if (name === 'hr') flush(state);
  else if (name === 'figure') openFigure(state);
  else if (name === 'figcaption' || isCaption(state, attributes)) openCaption(state, name);
  else if (inlines.has(name)) openInline(state, name, attributes);
  else openBlock(state, name, attributes);
}

/** Older editors mark a caption with a class in place of an element. */
function isCaption(state: State, attributes: Attributes): boolean {
  return (
    state.pictures.length > 0 &&
    /(?:^|[\s_-])caption(?:-text|$|\s)/iu.test(attributes['class'] ?? '')
  );
}

function closeTag(state: State, name: string): void {
  if (name === 'figure') closeFigure(state);
  else if (name === state.caption?.element) closeCaption(state);
  else if (inlines.has(name)) closeInline(state, name);
  else {
    flush(state);
    if (state.containers.includes(name)) while (closeContainer(state) !== name);
  }
}

function openBlock(state: State, name: string, attributes: Attributes): void {
  flush(state);
  if (containers.has(name)) {
    state.containers.push(name);
    state.out.push(`<${name}${languageOf(attributes)}>`);
  } else
    state.block = { name: headings.has(name) ? name : 'p', attributes: languageOf(attributes) };
}

function openInline(state: State, name: string, attributes: Attributes): void {
  const href = name === 'a' ? state.link(decodeEntities(attributes['href'] ?? '')) : null;
  const extra = href === null ? '' : ` href="${escapeMarkup(href)}"`;
  const title = name === 'abbr' && attributes['title'] ? ` title="${attributes['title']}"` : '';
  // A link that leads nowhere and a span without a language say nothing.
  const silent =
    (name === 'a' && href === null) || (name === 'span' && languageOf(attributes) === '');
  const tag = silent ? '' : `<${name}${extra}${title}${languageOf(attributes)}>`;
  state.inline.push({ name, tag });
  state.text += tag;
}

function closeInline(state: State, name: string): void {
  const at = state.inline.findLastIndex((open) => open.name === name);
  if (at === -1) return;
  const above = state.inline.splice(at);
  const reopened = above.slice(1);
  state.text += closings(above) + reopened.map((open) => open.tag).join('');
  state.inline.push(...reopened);
}

function closings(open: State['inline']): string {
  return open
    .toReversed()
    .map(({ name, tag }) => (tag === '' ? '' : `</${name}>`))
    .join('');
}

function closeContainer(state: State): string | undefined {
  const name = state.containers.pop();
  state.out.push(`</${name}>`);
  return name;
}

/** Ends the paragraph that is being gathered; one without a visible character is dropped. */
function flush(state: State): void {
  const text = `${state.text}${closings(state.inline)}`.replace(
    /^(?:\s|<br \/>)+|(?:\s|<br \/>)+$/gu,
    '',
  );
  const { name, attributes } = state.block;
  if (/[^\s\u00A0\u200B]/u.test(text.replace(/<[^>]*>/gu, ''))) {
    const inside = name === 'p' && bare.has(state.containers.at(-1) ?? '');
    state.out.push(inside ? `${text} ` : `<${name}${attributes}>${text}</${name}>`);
  }
  state.text = state.inline.map((open) => open.tag).join('');
  state.block = plainBlock;
}

function breakLine(state: State): void {
  if (!/<br \/>\s*$/u.test(state.text)) {
    state.text += '<br />';
    return;
  }
  const { block } = state;
  flush(state);
  state.block = block;
}

function addPicture(state: State, attributes: Attributes): void {
  const picture = pictureOf(attributes);
  if (picture === null) return;
  state.pictures.push(picture);
  state.figure?.push(picture);
}

function openFigure(state: State): void {
  closeFigure(state);
  flush(state);
  state.figure = [];
}

function openCaption(state: State, element: string): void {
  closeCaption(state);
  flush(state);
  state.caption = { element, html: '' };
}

function closeCaption(state: State): void {
  if (state.caption === null) return;
  const { caption, credit } = captionOf(state.caption.html);
  state.caption = null;
  const pictures = state.figure ?? state.pictures.slice(-1);
  // A caption without a picture belongs to the quotation or table that the figure holds.
  if (pictures.length === 0) state.text += escapeMarkup(caption);
  for (const picture of pictures) Object.assign(picture, { caption, credit });
}

function closeFigure(state: State): void {
  closeCaption(state);
  state.figure = null;
  flush(state);
}
