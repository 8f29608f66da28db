import { decodeEntities } from '../../values/text.ts';
import { escapeMarkup, languageOf, withoutEmptyWords, type Attributes } from './markup.ts';
import type { Picture } from './types.ts';

export interface Figure {
  pictures: Picture[];
  caption: string;
  credit: string;
}

/** What is known while HTML is put into blocks, piece by piece. */
export interface State {
  out: string[];
  /** Open elements that stay open around paragraphs. */
  containers: string[];
  /** Open inline elements with their start tags; at a paragraph's end they are closed, then opened again. */
  inline: { name: string; tag: string }[];
  /** The paragraph that is being gathered, and the element it will be. */
  text: string;
  block: { name: string; attributes: string };
  pictures: Picture[];
  figure: Figure | null;
  /** The caption that is being gathered, and the element it ends with. */
  caption: { element: string; html: string } | null;
  link: (href: string) => string | null;
}

// In these the text stands without a paragraph of its own.
const bare = new Set(['li', 'th', 'td']);
export const plainBlock = { name: 'p', attributes: '' };

/** An inline element; a link that leads nowhere and a span without a language are left out. */
export function openInline(state: State, name: string, attributes: Attributes): void {
  // A link cannot stand in a link: a new one ends the old.
  if (name === 'a') closeInline(state, 'a');
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

/** Ends an inline element; those inside of it that are still open go on after it. */
export function closeInline(state: State, name: string): void {
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

/** Ends the innermost list, quotation or table part and tells which it was. */
export function closeContainer(state: State): string | undefined {
  const name = state.containers.pop();
  state.out.push(`</${name}>`);
  return name;
}

/** Ends the paragraph that is being gathered; one without a visible character is dropped. */
export function flush(state: State): void {
  const text = withoutEmptyWords(`${state.text}${closings(state.inline)}`).replace(
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

/** A line break; the second in a row ends the paragraph. */
export function breakLine(state: State): void {
  if (!/<br \/>\s*$/u.test(state.text)) {
    state.text += '<br />';
    return;
  }
  const { block } = state;
  flush(state);
  state.block = block;
}
