import { captionOf, pictureOf } from './captions.ts';
import { attributesOf, escapeText, languageOf, withoutEmpty, type Attributes } from './markup.ts';
import {
  breakLine,
  closeContainer,
  closeInline,
  flush,
  openInline,
  plainBlock,
  type State,
} from './paragraphs.ts';
import type { Picture } from './types.ts';

export interface Blocks {
  html: string;
  pictures: Picture[];
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
const headings = new Set(['h2', 'h3', 'h4', 'pre']);
const inlines = new Set(['em', 'strong', 'a', 'code', 'sub', 'sup', 'abbr', 'cite', 'q', 'span']);

/**
 * Puts HTML that passed the allow-list into blocks: loose text and nested boxes become paragraphs, empty elements go,
 * two line breaks part paragraphs, pictures are taken out with their captions and credits.
 */
export function blocksOf(html: string, link: (href: string) => string | null): Blocks {
  const state: State = {
    out: [],
    containers: [],
    inline: [],
    text: '',
    block: plainBlock,
    pictures: [],
    figure: null,
    caption: null,
    link,
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

// Where each of these may stand; out of place it only ends a paragraph.
const parents: Record<string, readonly string[]> = {
  li: ['ul', 'ol'],
  thead: ['table'],
  tbody: ['table'],
  tr: ['table', 'thead', 'tbody'],
  th: ['tr'],
  td: ['tr'],
};

function openBlock(state: State, name: string, attributes: Attributes): void {
  flush(state);
  const fits = parents[name]?.includes(state.containers.at(-1) ?? '') ?? true;
  if (containers.has(name) && fits) {
    state.containers.push(name);
    state.out.push(`<${name}${languageOf(attributes)}>`);
  } else
    state.block = { name: headings.has(name) ? name : 'p', attributes: languageOf(attributes) };
}

function addPicture(state: State, attributes: Attributes): void {
  const picture = pictureOf(attributes);
  if (picture === null) return;
  state.pictures.push(picture);
  state.figure?.pictures.push(picture);
}

function openFigure(state: State): void {
  closeFigure(state);
  flush(state);
  state.figure = { pictures: [], caption: '', credit: '' };
}

function openCaption(state: State, element: string): void {
  closeCaption(state);
  flush(state);
  state.caption = { element, html: '' };
}

function closeCaption(state: State): void {
  if (state.caption === null) return;
  const words = captionOf(state.caption.html);
  state.caption = null;
  // A caption may stand before its picture: the figure keeps it until its end.
  if (state.figure !== null) Object.assign(state.figure, words);
  else Object.assign(state.pictures.at(-1) ?? {}, words);
}

function closeFigure(state: State): void {
  closeCaption(state);
  const { figure } = state;
  state.figure = null;
  flush(state);
  if (figure === null) return;
  const { caption, credit } = figure;
  for (const picture of figure.pictures) Object.assign(picture, { caption, credit });
  // Without a picture it belongs to the quotation or table that the figure holds.
  if (figure.pictures.length === 0) state.text += escapeText(caption);
  flush(state);
}
