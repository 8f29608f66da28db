import Handlebars from 'handlebars';
import {
  bytesText,
  dateText,
  dateTimeText,
  listText,
  momentOf,
  numberText,
  type Moment,
} from './formats.ts';
import type { Problem } from './errors.ts';
import type { MessageParams, MessageValue, Translator } from './i18n.ts';
import { present, split, type Helper, type HelperOptions } from './view-arguments.ts';
import { logicHelpers } from './view-logic.ts';
import { markupHelpers } from './view-markup.ts';
import { formatMoney, type Money } from '../values/money.ts';

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

type Options = HelperOptions;

const { SafeString, escapeExpression } = Handlebars;

/** The words that views may use; each takes its arguments and, last, Handlebars' options. */
export function viewHelpers(settings: HelperSettings): Record<string, Helper> {
  return {
    ...textHelpers(settings),
    ...formatHelpers(settings),
    ...formHelpers(settings),
    ...logicHelpers,
    ...markupHelpers,
    // Our own path and a mark of hex digits: nothing to escape.
    asset: (path) => new SafeString(settings.asset(String(path))),
  };
}

const rootOf = (options: Options): Root => (options.data as { root: Root }).root;

function textHelpers({ translator, language }: HelperSettings): Record<string, Helper> {
  return {
    t: (...given) => {
      const { args, options } = split(given);
      const key = present(args[0] as string | undefined, 't');
      const params: Record<string, MessageValue> = {
        ...(args[1] as MessageParams | undefined),
        ...options.hash,
      };
      for (const [name, value] of Object.entries(params)) present(value, `{${name}} of "${key}"`);
      return translated(translator, rootOf(options).locale ?? language, key, params);
    },
  };
}

/** Markup handed in as a parameter (a link) stays markup; the text and all other values around it are escaped. */
function translated(
  translator: Translator,
  language: string,
  key: string,
  params: MessageParams,
): unknown {
  if (!Object.values(params).some((value) => value instanceof SafeString))
    return translator.t(language, key, params);
  const parts = translator.parts(language, key, params);
  return new SafeString(
    parts
      .map(({ value }) =>
        value instanceof SafeString ? value.toString() : escapeExpression(String(value)),
      )
      .join(''),
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
    datetime: one<Moment>('datetime', (value, options) =>
      dateTimeText(local(options), value, zone(options)),
    ),
    iso: one<Moment>('iso', (value) =>
      typeof value === 'string' ? value : momentOf(value).toISOString(),
    ),
    number: one<number>('number', (value, options) => numberText(local(options), value)),
    bytes: one<number>('bytes', (value, options) => bytesText(local(options), value)),
    list: one<readonly string[]>('list', (value, options) => listText(local(options), value)),
    money: (...given) => {
      const { args, options } = split(given);
      return formatMoney(moneyOf(args), local(options));
    },
  };
}

/** A sum is handed in whole, or as amount in minor units and currency. */
function moneyOf([sum, currency]: readonly unknown[]): Money {
  return typeof sum === 'number'
    ? { amount: sum, currency: present(currency as string | undefined, 'money') }
    : present(sum as Money | undefined, 'money');
}

function formHelpers({ translator, language }: HelperSettings): Record<string, Helper> {
  return {
    /** What was typed into the field, else the value the page proposes, else nothing. */
    typed: (...given) => {
      const { args, options } = split(given);
      return rootOf(options).values?.[String(args[0])] ?? args[1] ?? '';
    },
    /** The problem of a field in words, or '' where there is none. */
    problem: (name, options) => {
      const root = rootOf(options as Options);
      const found = root.problems?.find(({ field }) => field === name);
      return found === undefined
        ? ''
        : translator.t(root.locale ?? language, found.message, found.params);
    },
    problemText: (given, options) => {
      const { message, params } = given as Problem;
      return translator.t(rootOf(options as Options).locale ?? language, message, params);
    },
    /** Whether a choice is the chosen one (or among those chosen). */
    chosen: (chosen, value) =>
      Array.isArray(chosen)
        ? chosen.map(String).includes(String(value))
        : String(chosen) === String(value),
  };
}
