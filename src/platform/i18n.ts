import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { IntlMessageFormat, PART_TYPE } from 'intl-messageformat';

export type MessageValue = string | number | bigint | boolean | Date | object;
export type MessageParams = Readonly<Record<string, MessageValue>>;

/** A piece of a formatted message: text of the translator, or a value that was handed in as an object. */
export interface MessagePart {
  type: 'text' | 'object';
  value: unknown;
}

export interface Translator {
  /** Tags of the languages there are translations for; English is always understood. */
  readonly languages: readonly string[];
  /** The message of this English key in the language, in English where it is not translated; throws when a parameter is missing. */
  t(language: string, key: string, params?: MessageParams): string;
  /** The same in pieces, so that values that are objects can be kept apart from the text around them. */
  parts(language: string, key: string, params: MessageParams): MessagePart[];
  /** The translation as it stands in the file, or null. */
  translation(language: string, key: string): string | null;
}

type Catalogue = ReadonlyMap<string, string>;

/** Reads `<language>.json` files (English text → translation) of a directory. Throws on a file that is no such map. */
export function loadTranslator(directory: string): Translator {
  const catalogues = new Map<string, Catalogue>();
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
    catalogues.set(basename(file, '.json'), readCatalogue(join(directory, file)));
  }
  return translatorOf(catalogues);
}

function readCatalogue(file: string): Catalogue {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null)
    throw new Error(`${file} is not a map of texts`);
  const entries = Object.entries(content).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map(entries);
}

/** A translator over catalogues already in memory: language tag → English text → translation. */
export function translatorOf(catalogues: ReadonlyMap<string, Catalogue>): Translator {
  const compiled = new Map<string, Map<string, Message>>();
  const catalogueOf = (language: string): Catalogue | undefined =>
    catalogues.get(language) ?? catalogues.get(language.split('-')[0] ?? language);
  const translation = (language: string, key: string): string | null =>
    catalogueOf(language)?.get(key) ?? null;
  const message = (language: string, key: string): Message => {
    let known = compiled.get(language);
    if (known === undefined) compiled.set(language, (known = new Map()));
    let found = known.get(key);
    if (found === undefined)
      known.set(key, (found = compile(translation(language, key) ?? key, language)));
    return found;
  };
  return {
    languages: [...catalogues.keys()].sort(),
    translation,
    t: (language, key, params = {}) => {
      const found = message(language, key);
      return typeof found === 'string' ? found : String(found.format(params));
    },
    parts: (language, key, params) => {
      const found = message(language, key);
      if (typeof found === 'string') return [{ type: 'text', value: found }];
      return found.formatToParts(params).map(({ type, value }) => ({
        type: type === PART_TYPE.literal ? 'text' : 'object',
        value,
      }));
    },
  };
}

type Message = string | IntlMessageFormat;

/**
 * Most texts have no parameters: they stay strings, which spares the parser and the memory. A text that is
 * no ICU message (a pattern quoted by a form's check, say) is shown as it stands; test/platform/i18n.test.ts
 * holds all texts of our own to parse.
 */
function compile(text: string, language: string): Message {
  if (!/[{}]/.test(text)) return text;
  try {
    return new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
