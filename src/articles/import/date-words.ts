// Languages whose month names are understood; the names themselves come from the CLDR data of the run time.
const languages =
  'en it de fr es pt nl sv da nb fi pl cs sk sl hr ro hu tr ru uk bg el ca gl et lv lt id ms vi sw af sq is ' +
  'ar-u-nu-latn he fa-u-ca-gregory-nu-latn ur hi-u-nu-latn bn-u-nu-latn kn ta te th-u-ca-gregory-nu-latn ko';

const extra: Record<string, number> = { sept: 9, juli: 7, juno: 6 };

const byLanguage = new Map<string, Map<string, number>>();
let everywhere: Map<string, number> | undefined;

/** Number 1–12 of a month's name, in the given language first; null where no or more than one month is meant. */
export function monthNumber(word: string, language: string): number | null {
  const name = tidy(word);
  return (
    namesOf(language).get(name) ??
    namesOf('en').get(name) ??
    extra[name] ??
    allNames().get(name) ??
    null
  );
}

function tidy(word: string): string {
  return word.normalize('NFKC').toLowerCase().replace(/[.’']/gu, '');
}

function namesOf(language: string): Map<string, number> {
  const known = byLanguage.get(language);
  if (known) return known;
  const names = new Map<string, number>();
  for (const month of ['long', 'short'] as const) {
    for (const options of [{ month }, { month, day: 'numeric' }] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        const parts = format.formatToParts(Date.UTC(2024, index, 3));
        const name = tidy(parts.find((part) => part.type === 'month')?.value ?? '');
        if (/\p{L}/u.test(name)) names.set(name, index + 1);
      }
    }
  }
  if (byLanguage.size < 100) byLanguage.set(language, names);
  return names;
}

/** Names of all languages; those that mean different months (Czech and Croatian “listopad”) are left out. */
function allNames(): Map<string, number> {
  if (everywhere) return everywhere;
  const names = new Map<string, number>();
  const unclear = new Set<string>();
  for (const language of languages.split(' ')) {
    for (const [name, month] of namesOf(language)) {
      if ((names.get(name) ?? month) !== month) unclear.add(name);
      names.set(name, month);
    }
  }
  for (const name of unclear) names.delete(name);
  everywhere = names;
  return names;
}

const hours: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  cest: 2,
  mez: 1,
  mesz: 2,
  eet: 2,
  eest: 3,
  sast: 2,
  msk: 3,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
};

/** Minutes east of UTC of a zone's name or `+hh:mm`; null where it is not known. */
export function zoneMinutes(zone: string): number | null {
  const offset = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/iu.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return minutes < 15 * 60 ? (offset[1] === '-' ? -minutes : minutes) : null;
  }
  const named = hours[zone.toLowerCase()];
  return named === undefined ? null : named * 60;
}
