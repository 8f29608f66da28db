import type { Finding, FoundWords } from './provenance-places.ts';

/** Everything in which words of a finding may stand. */
export interface Surroundings {
  bylines: readonly string[];
  title: string;
  section: string;
  rights: readonly string[];
  url: string;
  pictures: readonly { credit: string; caption: string }[];
  text: string;
  /** The text as it was searched: of equal length, with names that are no agency's blotted out. */
  searched: string;
}

// Enough to see whether a text quotes an agency or is its own.
const around = 160;

/** The findings with what stands around their words, so that a person can judge without opening the article. */
export function withContext(found: readonly FoundWords[], input: Surroundings): Finding[] {
  const inText = found.some(({ place }) => isInText(place));
  const text = inText ? flat(input.text) : '';
  const searched = inText ? flat(input.searched) : '';
  return found.map((finding) => {
    if (!isInText(finding.place)) return { ...finding, context: elsewhere(finding, input) };
    const { words, place } = finding;
    const at = place === 'end' ? searched.lastIndexOf(words) : searched.indexOf(words);
    if (at === -1) return { ...finding, context: '' };
    return {
      ...finding,
      words: text.slice(at, at + words.length),
      context: cut(text, at, at + words.length),
    };
  });
}

const flat = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const isInText = (place: string): boolean =>
  place === 'text' || place === 'opening' || place === 'end';

function elsewhere({ place, words }: FoundWords, input: Surroundings): string {
  const whole: Partial<Record<typeof place, string>> = {
    byline: input.bylines.join('; '),
    title: input.title,
    section: input.section,
    address: input.url,
    picture: pictureWith(words, input.pictures),
    rights: input.rights.find((claim) => flat(claim).includes(words)) ?? '',
  };
  return flat(whole[place] ?? '').slice(0, 3 * around);
}

function pictureWith(words: string, pictures: Surroundings['pictures']): string {
  const found = pictures.find(({ credit, caption }) =>
    [credit, caption].some((line) => flat(line).startsWith(words)),
  );
  return found === undefined ? '' : [found.caption, found.credit].filter(Boolean).join(' – ');
}

/** Words with a little of what stands before and behind them, cut between words where that is near. */
function cut(text: string, from: number, to: number): string {
  const start = from <= around ? 0 : text.indexOf(' ', from - around) + 1;
  const begin = start > 0 && start <= from ? start : Math.max(0, from - around);
  const stop = to + around >= text.length ? text.length : text.lastIndexOf(' ', to + around);
  const end = stop >= to ? stop : Math.min(text.length, to + around);
  return `${begin > 0 ? '… ' : ''}${text.slice(begin, end)}${end < text.length ? ' …' : ''}`;
}

/** The context in three pieces, so that the words can be marked; the words alone where it does not hold them. */
export function markedContext({ words, context }: { words: string; context: string }): {
  before: string;
  words: string;
  after: string;
} {
  const at = context.indexOf(words);
  if (at === -1) return { before: '', words, after: '' };
  return { before: context.slice(0, at), words, after: context.slice(at + words.length) };
}
