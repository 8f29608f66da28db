/** How many of the languages wanted are not the article's own; each of those is a translation. */
export function furtherLanguages(wanted: readonly string[], own: string): number {
  if (wanted.length === 0) return 0;
  const further = new Set<string>();
  for (const tag of wanted) if (!sameLanguage(tag, own)) further.add(languageKey(tag));
  return further.size;
}

/** True when a text in one is one in the other: `en-GB` and `en` are, `zh-TW` and `zh-CN` are not. */
function sameLanguage(one: string, other: string): boolean {
  return one === other || languageKey(one) === languageKey(other);
}

// Asking Intl costs more than the rest of a quote. Tags come from outside, so what is kept is bounded.
const keys = new Map<string, string>();
const mostKept = 1_000;

/** Language and script; the region alone (en-GB, en-US) makes no translation. */
function languageKey(tag: string): string {
  const known = keys.get(tag);
  if (known !== undefined) return known;
  const key = readKey(tag);
  if (keys.size >= mostKept) keys.clear();
  keys.set(tag, key);
  return key;
}

function readKey(tag: string): string {
  if (/^[a-z]{2,3}$/i.test(tag)) return tag.toLowerCase();
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    const usual = new Intl.Locale(language).maximize().script;
    return script === usual ? language : `${language}-${script}`;
  } catch {
    return tag.toLowerCase();
  }
}
