import Handlebars from 'handlebars';
import { bytesText, dateText, dateTimeText, listText, momentOf, numberText, type Moment } from './formats.ts';
import type { Problem } from './errors.ts';
import type { MessageParams, MessageValue, Translator } from './i18n.ts';
import { formatMoney } from '../values/money.ts';

interface HelperSettings {
  translator: Translator;
  language: string;
  timeZone: string;
  /** Address of a file of public/, with a mark of its content so that browsers may keep it for good. */
  asset: (path: string) => string;
}

/** What helpers read of the page's own data, besides their arguments. */
interface Root {
  locale?: string;
  site?: { timeZone?: string };
  values?: Readonly<Record<string, string | readonly string[]>>;
  problems?: readonly Problem[];
}

type Options = Handlebars.HelperOptions;
type Helper = (...given: unknown[]) => unknown;

const { SafeString, escapeExpression } = Handlebars;

/** The words that views may use; each takes its arguments and, last, Handlebars' options. */
export function viewHelpers(settings: HelperSettings): Record<string, Helper> {
  return { ...textHelpers(settings), ...formatHelpers(settings), ...formHelpers(settings), ...logicHelpers, ...markupHelpers, asset: (path) => settings.asset(String(path)) };
}

const rootOf = (options: Options): Root => (options.data as { root: Root }).root;

/** Strict mode does not reach into the arguments of helpers, so they refuse what is missing themselves. */
function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`the view gives ${what} nothing to show`);
  return value;
}

function split(given: readonly unknown[]): { args: unknown[]; options: Options } {
  return { args: given.slice(0, -1), options: given.at(-1) as Options };
}

function textHelpers({ translator, language }: HelperSettings): Record<string, Helper> {
  return {
    t: (...given) => {
      const { args, options } = split(given);
      const key = present(args[0] as string | undefined, 't');
      const params: Record<string, MessageValue> = { ...(args[1] as MessageParams | undefined), ...options.hash };
      for (const [name, value] of Object.entries(params)) present(value, `{${name}} of "${key}"`);
      return translated(translator, rootOf(options).locale ?? language, key, params);
    },
  };
}

/** Markup handed in as a parameter (a link) stays markup; the text and all other values around it are escaped. */
function translated(translator: Translator, language: string, key: string, params: MessageParams): unknown {
  if (!Object.values(params).some((value) => value instanceof SafeString)) return translator.t(language, key, params);
  const parts = translator.parts(language, key, params);
  return new SafeString(
    parts.map(({ value }) => (value instanceof SafeString ? value.toString() : escapeExpression(String(value)))).join(''),
  );
}

function formatHelpers({ language, timeZone }: HelperSettings): Record<string, Helper> {
  const local = (options: Options): string => rootOf(options).locale ?? language;
  const zone = (options: Options): string => rootOf(options).site?.timeZone ?? timeZone;
  const one =
    <T>(name: string, format: (value: T, options: Options) => unknown): Helper =>
    (value, options) =>
      format(present(value as T | undefined, name), options as Options);
  return {
    date: one<Moment>('date', (value, options) => dateText(local(options), value, zone(options))),
    datetime: one<Moment>('datetime', (value, options) => dateTimeText(local(options), value, zone(options))),
    iso: one<Moment>('iso', (value) => (typeof value === 'string' ? value : momentOf(value).toISOString())),
    number: one<number>('number', (value, options) => numberText(local(options), value)),
    bytes: one<number>('bytes', (value, options) => bytesText(local(options), value)),
    list: one<readonly string[]>('list', (value, options) => listText(local(options), value)),
    money: (...given) => {
      const { args, options } = split(given);
      const [amount, currency] = args as [number?, string?];
      return formatMoney(present(amount, 'money'), present(currency, 'money'), local(options));
    },
  };
}

function formHelpers({ translator, language }: HelperSettings): Record<string, Helper> {
  return {
    /** What was typed into the field, else the value the page proposes, else nothing. */
    typed: (name, proposed, options) => rootOf(options as Options).values?.[String(name)] ?? proposed ?? '',
    /** The problem of a field in words, or '' where there is none. */
    problem: (name, options) => {
      const root = rootOf(options as Options);
      const found = root.problems?.find(({ field }) => field === name);
      return found === undefined ? '' : translator.t(root.locale ?? language, found.message, found.params);
    },
    problemText: (given, options) => {
      const { message, params } = given as Problem;
      return translator.t(rootOf(options as Options).locale ?? language, message, params);
    },
    /** Whether a choice is the chosen one (or among those chosen). */
    chosen: (chosen, value) => (Array.isArray(chosen) ? chosen.map(String).includes(String(value)) : String(chosen) === String(value)),
  };
}

const truthy = (value: unknown): boolean => !Handlebars.Utils.isEmpty(value) || value === 0;

const logicHelpers: Record<string, Helper> = {
  eq: (one, other) => one === other,
  in: (value, ...given) => {
    const { args } = split(given);
    return args.flat().includes(value);
  },
  not: (value) => !truthy(value),
  or: (...given) => split(given).args.find(truthy) ?? false,
  and: (...given) => split(given).args.every(truthy),
  concat: (...given) => split(given).args.map((part) => String(present(part, 'concat'))).join(''),
  array: (...given) => split(given).args,
  /** Whether a path is this page or one below it. */
  under: (path, page) => path === page || String(path).startsWith(`${String(page)}/`),
};

const markupHelpers: Record<string, Helper> = {
  /** Only addresses that a person may be sent to; anything else becomes a link that goes nowhere. */
  safeUrl: (url) => safeUrl(url),
  link: (...given) => {
    const { args } = split(given);
    const [url, text] = args;
    return new SafeString(`<a href="${escapeExpression(safeUrl(url))}">${escapeExpression(String(present(text, 'link')))}</a>`);
  },
  /** The page that a form's address belongs to: `/requests/abc/accept` → `/requests/abc`. */
  parentPath: (path) => safeUrl(String(path).replace(/\/[^/]*$/, '') || '/'),
  /** Data as indented JSON, to be read on the page. */
  json: (value) => JSON.stringify(value, null, 2),
  /** Data for machines inside the page; `<` is written as an escape so that no text can close the element. */
  jsonLd: (value) =>
    new SafeString(`<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`),
};

/** The address when it is http, https, mailto or a path of this site; `#` otherwise. */
export function safeUrl(url: unknown): string {
  const text = String(url ?? '').trim();
  if (/^\/(?![/\\])/.test(text) || text.startsWith('#')) return text;
  return URL.canParse(text) && ['http:', 'https:', 'mailto:'].includes(new URL(text).protocol) ? text : '#';
}
