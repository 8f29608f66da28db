import { countryName } from '../../values/country.ts';
import { measureOf } from './reach.ts';
import type { Words } from './reasons.ts';
import type { Use } from './use.ts';

const what =
  '{use, select, excerpt {An excerpt of the article} translate {A translation of the article} ' +
  'print_reprint {Paper reprints of the article} e_print_pdf {A PDF of the article to pass on} ' +
  'corporate_share {The article, shared inside the organisation} education {The article, for teaching} ' +
  'book {The article} broadcast_read {The article, read aloud} photo_only {Pictures of the article} ' +
  'ai_training {The article, for training or feeding AI} republish_full {The whole article} other {Another use of the article}}';

const where =
  ' {medium, select, website {on a website} app {in an app} newsletter {in a newsletter} print {in print} ' +
  'social {on social media} intranet {on an intranet} book {in a book} broadcast {on radio or television} other {in a podcast}}' +
  '{reach, select, unknown {} exactly { with {count, number} {measure, select, views {views a month} copies {copies} ' +
  'subscribers {subscribers} employees {employees} other {listeners}}} upTo { with up to {count, number} {measure, select, ' +
  'views {views a month} copies {copies} subscribers {subscribers} employees {employees} other {listeners}}} other { with more than ' +
  '{count, number} {measure, select, views {views a month} copies {copies} subscribers {subscribers} employees {employees} other {listeners}}}}';

const howLong =
  '{duration, select, m1 {, for 1 month} m3 {, for 3 months} m12 {, for 12 months} m24 {, for 24 months} ' +
  'single_issue {, in a single issue} other {, without end}}';

const rest =
  '{languages, select, none {} other {, in {languageNames}}}' +
  '{territory, select, world {, worldwide} other {, in {territoryNames}}}' +
  '{purpose, select, news {, for news} education {, for education} book {, for book publishing} corporate {, for corporate communication} ' +
  'marketing {, for marketing} political {, for political campaigning} personal {, for personal use} other {}}' +
  '{images, select, none {, without pictures} ours_with_story {, with the pictures that may be passed on} other {, with {pictures, plural, one {# picture} other {# pictures}}}}' +
  '{exclusivity, select, territory {, exclusive in the territory} world {, exclusive worldwide} other {}}';

/**
 * The use as one sentence in plain words, an English key of translation with its values; names of
 * languages and places are already in the locale.
 */
export function describeUse(use: Use, locale = 'en-GB'): Words {
  const months = /^(\d+)m$/.exec(use.duration)?.[1];
  return {
    text: `${what}${where}${howLong}${rest}.`,
    params: {
      use: use.use,
      medium: use.medium,
      reach: use.reach.kind,
      count: use.reach.kind === 'unknown' ? 0 : use.reach.value,
      measure: measureOf(use.medium),
      duration: months === undefined ? use.duration : `m${months}`,
      languages: use.languages.length === 0 ? 'none' : 'some',
      languageNames: named(use.languages, locale, languageName),
      territory: use.territory.includes('world') ? 'world' : 'some',
      territoryNames: named(use.territory, locale, countryName),
      purpose: use.purpose,
      images: use.images,
      pictures: use.pictures,
      exclusivity: use.exclusivity,
    },
  };
}

type Namer = (code: string, locale: string) => string;

function named(codes: readonly string[], locale: string, name: Namer): string {
  const names = codes.map((code) => name(code, locale));
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}

function languageName(tag: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
}
