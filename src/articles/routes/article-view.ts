import { listText } from '../../platform/formats.ts';
import { languageDirection, languageName } from '../../values/language.ts';
import { dayOf } from '../../values/period.ts';
import { shorten } from '../../values/text.ts';
import type { Settings } from '../../platform/settings.ts';
import type { Speak } from '../rules/answer-view.ts';
import type { CreditedWork } from '../rules/credit-line.ts';
import { articlePath } from '../rules/paths.ts';
import { placeNamesOf } from '../rules/places.ts';
import type { ArticleRow } from '../store/articles.ts';
import type { PictureShown } from '../store/pictures.ts';

/** An article as its public page shows it: what would be licensed, never the whole text. */
export function articleView(
  row: ArticleRow,
  pictures: readonly PictureShown[],
  { speak, baseUrl }: { speak: Speak; baseUrl: string },
) {
  const path = articlePath(row.slug);
  return {
    path,
    quotePath: `${path}/quote`,
    askPath: `${path}/republish`,
    title: row.title,
    // Without a standfirst the beginning of the text says what it is about.
    standfirst: row.standfirst || shorten(row.body_text.split('\n\n', 1)[0] ?? '', 280),
    byline: listText(speak.locale, row.bylines),
    section: row.section,
    date: row.published_at,
    revised: row.revised_at,
    lang: row.language,
    dir: languageDirection(row.language),
    languageName: row.language === 'und' ? null : languageName(row.language, speak.locale),
    words: row.word_count,
    url: row.url,
    host: URL.parse(row.url)?.hostname.replace(/^www\./u, '') ?? '',
    cleared: pictures
      .filter(({ distributable }) => distributable)
      .map((picture) => pictureView(picture, speak)),
    others: pictures
      .filter(({ distributable }) => !distributable)
      .map((picture) => pictureView(picture, speak)),
    ccLicence: row.cc_licence,
    jsonLd: jsonLd(row, `${baseUrl}${path}`),
  };
}

/** The article as a credit names it, in the language of the newsroom. */
export function creditedWork(row: ArticleRow, settings: Settings): CreditedWork {
  return {
    title: row.title,
    titleLanguage: row.language,
    url: row.url,
    bylines: row.bylines,
    newsroom: settings.name,
    newsroomUrl: settings.siteUrl,
    publishedOn: row.published_at === null ? null : dayOf(row.published_at),
    language: settings.language,
  };
}

/** Its words, and the names of the places where it may not be used, empty where there are none. */
function pictureView({ caption, alt, credit, blocked_in: blockedIn }: PictureShown, speak: Speak) {
  const places = placeNamesOf(blockedIn, speak.locale);
  return { caption: shorten(caption || alt, 140), credit, notIn: listText(speak.locale, places) };
}

/** schema.org: where a licence is to be had, and under which one it stands already. */
function jsonLd(row: ArticleRow, page: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: row.title,
    url: row.url,
    inLanguage: row.language,
    ...(row.published_at && { datePublished: row.published_at.toISOString() }),
    ...(row.revised_at && { dateModified: row.revised_at.toISOString() }),
    author: row.bylines.map((name) => ({ '@type': 'Person', name })),
    acquireLicensePage: page,
    ...(row.cc_licence && { license: `https://spdx.org/licenses/${row.cc_licence}` }),
  };
}
