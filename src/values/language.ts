import { francAll } from 'franc-min';

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const rightToLeft = new Set([
  'Arab',
  'Hebr',
  'Syrc',
  'Thaa',
  'Nkoo',
  'Adlm',
  'Rohg',
  'Mand',
  'Samr',
]);

// Languages that trigrams cannot tell apart: a declaration of one is not doubted for another.
const alike = [
  ['id', 'ms'],
  ['pt', 'gl'],
  ['es', 'ca'],
  ['hi', 'mr', 'ne', 'bho', 'mai', 'mag'],
  ['sr', 'hr', 'bs'],
  ['cs', 'sk'],
  ['fa', 'fa-AF', 'ps'],
  ['ru', 'be', 'bg', 'uk'],
];

// Scripts that one language (nearly) alone is written in, for those the trigram model does not hold.
const scripts: [RegExp, string][] = [
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Kannada}/gu, 'kn'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Sinhala}/gu, 'si'],
  [/\p{Script=Khmer}/gu, 'km'],
  [/\p{Script=Lao}/gu, 'lo'],
  [/\p{Script=Myanmar}/gu, 'my'],
];

export interface LanguageCheck {
  /** What to go by: the declared language, else the found one, else `und`. */
  language: string;
  /** What the text looks like, null where it is too short or unclear. */
  found: string | null;
  /** False only where a declaration stands against clear evidence of the text. */
  agrees: boolean;
}

/** A BCP 47 tag in its canonical form (`IT-it`, `en_US.UTF-8` → `it-IT`, `en-US`), or null if it is none. */
export function languageTag(text: string): string | null {
  const tidy = text
    .trim()
    .replace(/[.@].*$/u, '')
    .replaceAll('_', '-');
  if (!/^[a-z]{2,3}(?:-[a-z\d]{1,8}){0,5}$/iu.test(tidy)) return null;
  try {
    const [tag] = Intl.getCanonicalLocales(tidy);
    if (!tag || tag.startsWith('und') || !names.of(primaryLanguage(tag))) return null;
    return tag;
  } catch {
    return null;
  }
}

/** The language without script and region: `pt-BR` → `pt`. */
export function primaryLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? tag;
}

/** Direction in which a language is written; a script in the tag decides (`az-Arab`). */
export function languageDirection(tag: string): 'ltr' | 'rtl' {
  try {
    const { script } = new Intl.Locale(tag).maximize();
    return script && rightToLeft.has(script) ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

// Making one takes a hundred times as long as asking it.
const displayNames = new Map<string, Intl.DisplayNames>();

function displayNamesIn(language: string): Intl.DisplayNames {
  const known = displayNames.get(language);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames(language, { type: 'language' });
  displayNames.set(language, names);
  return names;
}

/** Name of a language in another language, the tag itself where it has none. */
export function languageName(tag: string, inLanguage: string): string {
  try {
    return displayNamesIn(inLanguage).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Holds the declared language against the text; needs about 20 words to say anything. */
export function checkLanguage(declared: string | null, text: string): LanguageCheck {
  const tag = declared === null ? null : languageTag(declared);
  const scores = detect(text.slice(0, 700));
  const found = scores[0]?.[0] ?? null;
  if (tag === null) return { language: found ?? 'und', found, agrees: true };
  if (found === null) return { language: tag, found, agrees: true };
  const own = primaryLanguage(tag);
  const place = scores.findIndex(([language]) => language === own);
  const score = scores[place]?.[1];
  // A language that the model does not hold is doubted only where it would be written otherwise.
  const agrees =
    score === undefined
      ? scriptOf(tag) === scriptOf(found)
      : (place < 3 && score > 0.93) ||
        alike.some((set) => set.includes(own) && set.includes(found));
  return { language: tag, found, agrees };
}

function detect(text: string): [string, number][] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 12) return [];
  // Most texts are Latin: they need not be held against every other script.
  if ((text.match(/\p{Script=Latin}/gu)?.length ?? 0) < letters / 2) {
    for (const [script, language] of scripts) {
      const own = text.match(script)?.length ?? 0;
      // Japanese mixes kana with a majority of Han characters.
      if (own > letters * (language === 'ja' ? 0.15 : 0.5)) return [[language, 1]];
    }
  }
  if (letters < 80) return [];
  return francAll(text, { minLength: 60, only: looked }).flatMap(([code, score]) => {
    const language = shortCode(code);
    return language === null ? [] : [[language, score] as [string, number]];
  });
}

// Of the Latin languages of the model those that newsrooms write in; each costs its share of time, and short
// texts are easily taken for a rare one.
const looked = (
  'spa eng por ind fra deu vie ita tur pol swh ron hrv nld srp tgl hun azj ces swe som zlm hau ' +
  'rus ukr kaz bel bul arb urd pes skr pbu hin mar mai bho npi mag cmn jpn kor'
).split(' ');

const shortCodes = new Map<string, string | null>();

/** `eng` → `en`; the model knows some eighty codes, so each is asked for once. */
function shortCode(code: string): string | null {
  const known = shortCodes.get(code);
  if (known !== undefined) return known;
  const tag = languageTag(code);
  const short = tag === null ? null : primaryLanguage(tag);
  shortCodes.set(code, short);
  return short;
}

function scriptOf(tag: string): string | undefined {
  return new Intl.Locale(tag).maximize().script;
}
