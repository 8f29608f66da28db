import type { Links } from '../../platform/links.ts';
import type { Settings } from '../../platform/settings.ts';
import type { Views } from '../../platform/views.ts';
import { languageDirection } from '../../values/language.ts';
import { shorten } from '../../values/text.ts';
import type { Letter } from './letters.ts';
import { quoted, safeWords, subjectLine } from './words.ts';

/** What a letter is written with, besides its own data. */
export interface Desk {
  views: Views;
  links: Links;
  settings: Settings;
  /** No real money can move: the letter says so. */
  testMode: boolean;
}

export interface WrittenLetter {
  subject: string;
  text: string;
  html: string;
}

/**
 * Fills the three views of the letter's kind in the newsroom's language. Secret links stay
 * placeholders. Throws where the data lack something that a view shows.
 */
export function writeLetter(letter: Letter, desk: Desk): WrittenLetter {
  const data = { ...common(letter, desk), ...own(letter, desk) };
  const part = (name: string): string => desk.views.render(`emails/${letter.kind}/${name}`, data);
  return {
    subject: subjectLine(part('subject')),
    text: `${part('text').trim()}\n`,
    html: part('html'),
  };
}

function common({ requestId, to }: Letter, { settings, links, testMode }: Desk): object {
  const { language } = settings;
  const site = {
    ...settings,
    dir: languageDirection(language),
    baseUrl: links.baseUrl,
    testMode,
  };
  if (requestId === null) return { site, locale: language, to };
  return {
    site,
    locale: language,
    to,
    requestUrl: links.to(`/requests/${links.placeholder('request', requestId)}`),
    adminUrl: links.to(`/admin/requests/${requestId}`),
  };
}

function own({ data }: Letter, desk: Desk): object {
  const words = safeWords(data, desk.links) as Record<string, unknown>;
  const { articles, message } = words;
  return {
    ...words,
    ...(isTitles(articles) ? { about: aboutWords(articles, desk) } : {}),
    ...(typeof message === 'string' ? { quotedMessage: quoted(message) } : {}),
  };
}

function isTitles(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0;
}

/** "“River town floods” and 2 more articles" */
function aboutWords(titles: readonly string[], { views, settings }: Desk): string {
  const key =
    titles.length === 1
      ? '“{title}”'
      : '“{title}” and {count, plural, one {# more article} other {# more articles}}';
  const params = { title: shorten(titles[0] ?? '', 90), count: titles.length - 1 };
  return views.translator.t(settings.language, key, params);
}
