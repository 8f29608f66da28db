import { primaryLanguage } from '../../values/language.ts';
import { normaliseLine } from '../../values/text.ts';

// Languages that PostgreSQL 15 has a stemmer for.
const stemmers: Record<string, string> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  no: 'norwegian',
  nb: 'norwegian',
  nn: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** Name of the text search configuration for a language; `simple` where words are not stemmed. */
export function searchConfig(language: string): string {
  return stemmers[primaryLanguage(language)] ?? 'simple';
}

// PostgreSQL parts words at blanks, which these scripts do not write.
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Text as it goes into the index: scripts without blanks get blanks between their words. */
export function indexText(text: string): string {
  if (!unspaced.test(text)) return text;
  return [...segmenter.segment(text)].map(({ segment }) => segment).join(' ');
}

/** The same in small letters and, for Latin letters, without accents, so that “cafe” finds “Café”. */
export function plainWords(text: string): string {
  return indexText(text)
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
}

/** One condition of a search: a word, the beginning of one, or words in this order. */
export interface Term {
  words: string[];
  prefix: boolean;
}

const most = 12;

/** What somebody typed as terms that must all be met; the last word may be unfinished, quoted words belong together. */
export function searchTerms(typed: string): Term[] {
  const terms: Term[] = [];
  for (const [, phrase, rest] of normaliseLine(typed).matchAll(
    /["“”„]([^"“”„]*)["“”„]?|([^"“”„]+)/gu,
  )) {
    if (phrase !== undefined) terms.push({ words: wordsIn(phrase), prefix: false });
    else for (const word of wordsIn(rest ?? '')) terms.push({ words: [word], prefix: false });
  }
  const kept = terms.filter(({ words }) => words.length > 0).slice(0, most);
  const last = kept.at(-1);
  if (last?.words.length === 1 && (last.words[0]?.length ?? 0) > 1)
    last.prefix = !/["“”]\s*$/u.test(typed);
  return kept;
}

function wordsIn(text: string): string[] {
  return [...segmenter.segment(text)]
    .filter((piece) => piece.isWordLike)
    .flatMap(({ segment }) => segment.split(/[^\p{L}\p{N}\p{M}]+/u))
    .filter((word) => word !== '')
    .slice(0, most);
}

/** A term in PostgreSQL's language of text queries; only letters and digits stand in it. */
export function termQuery({ words, prefix }: Term): string {
  return `'${words.join(' ')}'${prefix ? ':*' : ''}`;
}
