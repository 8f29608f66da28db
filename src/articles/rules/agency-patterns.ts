import { newsAgencies } from './provenance-agencies.ts';
import { otherOwners, type Agency } from './provenance-others.ts';

const agencies = [...newsAgencies, ...otherOwners];

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const byName = new Map<string, Agency>();
for (const agency of agencies) {
  for (const name of agency.names) byName.set(name.toLowerCase(), agency);
  for (const code of agency.codes ?? []) byName.set(code, agency);
}

/** The agency that a matched name or code stands for. */
export function agencyOf(words: string): Agency | undefined {
  const small = words === words.toLowerCase();
  return (
    byName.get(words) ??
    byName.get(words.toLowerCase()) ??
    // “sda/afp” signs as “SDA/AFP” does; “Sid” is a person.
    (small ? byName.get(words.toUpperCase()) : undefined)
  );
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
const longestFirst = (a: string, b: string): number => b.length - a.length;
// As it is written, or in capitals: “the conversation” is talk, “The Conversation” a publisher.
const cased = (text: string): string =>
  text === text.toUpperCase() ? escape(text) : `(?:${escape(text)}|${escape(text.toUpperCase())})`;

const names = agencies.flatMap((agency) => agency.names).sort(longestFirst);
const codes = agencies.flatMap((agency) => agency.codes ?? []).sort(longestFirst);

/** One pattern for many words. Words of scripts without blanks (Chinese, Japanese) have no edge to look for. */
function anyOf(words: readonly string[]): string {
  const spaced = words.filter((word) => !cjk.test(word)).map(cased);
  const unspaced = words.filter((word) => cjk.test(word)).map(escape);
  return `(?:${[`(?<![\\p{L}\\p{N}])(?:${spaced.join('|')})(?![\\p{L}\\p{N}])`, ...unspaced].join('|')})`;
}

// In running text these name something else (EPA: an environment agency) far more often.
const pictureCodes = new Set(agencies.find(({ id }) => id === 'picture-agencies')?.codes ?? []);
const textCodes = codes.filter((code) => !pictureCodes.has(code));
export const any = anyOf([...names, ...codes].sort(longestFirst));
const everyWord = new RegExp([...names.map(cased), ...codes.map(escape)].join('|'));

/** A quick look whether any agency can be in a text at all; most texts name none and need no more. */
export function mayNameAgency(text: string): boolean {
  return everyWord.test(text);
}

export const roles =
  '(?:(?:staff|sports|business|political|science|health|entertainment|education|technology|economics|national|medical|legal|foreign|news|bureau|world|racing|football|city)[ ]){0,2}(?:writers?|reporters?|staff|correspondents?|editors?|journalists?|photographers?|news|agency|newswire|wire|bureau|team|redaktion|agentur)';

const office =
  '(?:the|redazione|redacción|redacao|redação|rédaction|redaktion|redactie|редакция|agence|agencia|agência|agenzia|nachrichtenagentur|агентство|агенція|وكالة(?: الأنباء)?|خبرگزاری) ';

/** A whole piece of a byline: the agency alone, or with what its people or its office are called. */
export const bylinePiece = new RegExp(
  `^(?:${office})?(?<agency>${any})(?: (?:${roles}|inputs?|reports?))?$`,
  'iu',
);
/** “AP Exclusive: …”, “Reuters Investigates: …” as a headline begins. */
export const headline = new RegExp(
  `^(?:EXCLUSIVE[-: ]+)?(?<agency>${any}) (?:EXCLUSIVE|Exclusive|Investigat\\w+|Photos?|PHOTOS?|Sources?|Interview|FACT CHECK|Fact [Cc]heck|Explains?|WAS THERE|NewsAlert|Analysis|Poll)\\b`,
  'u',
);
/**
 * The place line: “PARIS (AFP) –”, “BEIJING, Nov. 3 (Xinhua) --”, “Madrid, 12 mar (EFE).-”, “Berlin (dpa/lno) -”, “/ANSA/”,
 * “Nov 3 (PTI) The minister”, “【ロンドン共同】”, “（中央社記者王某台北3日電）”, “(서울=연합뉴스)”, “3 ноя — РИА Новости.”
 */
export const dateline = new RegExp(
  `^[^\\n]{0,140}?(?:${[
    `[(（\\[]\\s*(?:[^()\\n]{0,30}[/,] ?)?(?<agency>${any})(?:\\s*[/,–-] ?[\\p{L}\\d ]{1,20})?\\s*[)）\\]]\\s*(?:[-–—―:]|\\.\\s*[-–—]|\\n)`,
    `[/ /] ?(?<slashed>${any}) ?/[. ]`,
    `[【［\\[〔][^】］\\]〕\\n]{0,24}?(?<boxed>${any})(?:[=＝][^】］\\]〕\\n]{0,15})?[】］\\]〕]`,
    `[(（〔](?<reported>${any})[^（）()〔〕\\n]{0,25}[電电讯訊][)）〕]`,
    `[(（][^()（）\\n]{0,20}[=＝](?<equated>${any})[^()（）\\n]{0,20}[)）]`,
    `\\d\\s*[(（]\\s*(?<dated>${any})\\s*[)）]\\s`,
    `\\d[^\\n]{0,12}[—–-]\\s*(?<dashed>${any})\\.`,
  ].join('|')})`,
  'u',
);
/** Ways of single languages: “نयी… (भाषा)”, “أنقرة/الأناضول”, “به گزارش ایسنا،”. */
export const localOpening = new RegExp(
  `^(?:[^\\n]{0,60}[(（]\\s*(?<agency>भाषा|पीटीआई)\\s*[)）]|[^\\n/]{2,30}/ ?(?<slashed>${any})\\s*\\n|به گزارش (?:خبرگزاری )?(?<named>${any}))`,
  'u',
);
/** “AFP - …”, “REUTERS — …”, “新华社北京11月3日电” as the text begins. */
export const opening = new RegExp(
  `^\\s*(?<agency>${any})(?:\\s*[-–—:|]\\s|[^\\n，。]{0,18}[电電讯訊])`,
  'u',
);
/** “© 2024 AFP”, “Copyright 2024 The Associated Press. All rights reserved.” */
export const copyright = new RegExp(
  `(?:©|\\(c\\)|copyright|alle rechte vorbehalten|tous droits réservés)[\\s,:]*(?:©\\s*)?(?:\\d{4}(?:\\s*[-–]\\s*\\d{2,4})?)?[\\s,:]*(?:by )?(?:the |la |l['’])?(?<agency>${any})`,
  'giu',
);
/** A full name anywhere: the text may only quote it. */
export const mention = new RegExp(anyOf(names), 'gu');
/** Names and those short forms that are safe within a sentence. */
export const anyInText = anyOf([...names, ...textCodes].sort(longestFirst));
/** A short form where a text quotes it as a witness. */
export const quoted = new RegExp(
  `\\b(?:told|tells|informed|interview with|according to|reported by|quoted by|cited by|laut|selon|según|secondo) (?:the |der |die |l['’])?(?:news agency |Nachrichtenagentur |agence |agencia |agenzia )?(?<agency>${anyOf(textCodes)})`,
  'gu',
);
/** A part of an address that some sites give to agency copy. */
export const pathPiece =
  /^(?:reuters|afp|dpa|efe|ansa|xinhua|apnews|ap-news|associated-press|agencia-efe|afp-news|reuters-news|dpa-infoline|dpa-newskanal|wire-stories|newsticker-dpa|pa-media|press-association|canadian-press)$/iu;

/** What kind of work a finding of this rule points to. */
export function kindOfRule(rule: string): Agency['kind'] {
  const agency = agencies.find(({ id }) => id === rule);
  if (agency) return agency.kind;
  return rule === 'agencies' ? 'wires' : 'other';
}
