import { translatorOf } from '../../platform/i18n.ts';
import { describeUse } from '../../pricing/rules/describe.ts';
import type { Duration, Medium, Use } from '../../pricing/rules/use.ts';
import { countryName } from '../../values/country.ts';
import { formatMoney } from '../../values/money.ts';
import { cancellationOf, cancellationWords } from './cancellation.ts';
import type { LicensedWork, TermsFacts, TermsParameters } from './facts.ts';
import { searchClause } from './search-clause.ts';

/** What a paragraph may hang on. */
export const conditionNames = [
  'priced',
  'online',
  'print',
  'broadcast',
  'noindex',
  'canonical',
  'pictures',
  'translated',
  'term',
  'single_issue',
  'client',
  'exclusive',
  'reach',
  'counter',
] as const;
export type Condition = (typeof conditionNames)[number];

/** What `{…}` may stand for. */
export const placeholderNames = [
  'newsroom',
  'newsroomName',
  'newsroomEmail',
  'licensee',
  'client',
  'publication',
  'works',
  'fee',
  'exclusivity',
  'licence',
  'proofDays',
  'correctionHours',
  'killHours',
  'cureDays',
  'cancelDays',
  'cancellation',
  'removalDays',
  'law',
  'courts',
  'version',
  'templateHash',
] as const;
export type Placeholder = (typeof placeholderNames)[number];

const onlineMedia: readonly Medium[] = ['website', 'app', 'newsletter', 'social', 'intranet'];
const countedMedia: readonly Medium[] = ['website', 'app'];
const withTerm: readonly Duration[] = ['1m', '3m', '12m', '24m'];

/** Which conditions hold; with several works a condition holds when it holds for one. */
export function conditionsOf({ works, licensee, newsroom, fee }: TermsFacts): Set<Condition> {
  const some = (test: (use: Use) => boolean): boolean => works.some(({ use }) => test(use));
  const search = new Set(works.map(({ use }) => searchClause(use, newsroom.searchClause)));
  const found: Record<Condition, boolean> = {
    priced: fee !== null,
    online: some(({ medium }) => onlineMedia.includes(medium)),
    print: some(({ medium }) => medium === 'print' || medium === 'book'),
    broadcast: some(({ medium }) => medium === 'broadcast' || medium === 'podcast'),
    noindex: search.has('noindex'),
    canonical: search.has('canonical'),
    pictures: some(({ images }) => images !== 'none'),
    translated: works.some(({ use }) => use.use === 'translate' || use.languages.length > 0),
    term: some(({ duration }) => withTerm.includes(duration)),
    single_issue: some(({ duration }) => duration === 'single_issue'),
    client: licensee.endClient !== '',
    exclusive: some(({ exclusivity }) => exclusivity !== 'none'),
    reach: some(({ reach }) => reach.kind !== 'unknown'),
    counter: some(({ medium }) => countedMedia.includes(medium)),
  };
  return new Set(conditionNames.filter((name) => found[name]));
}

export interface TermsIdentity {
  version: number;
  hash: string;
  parameters: TermsParameters;
}

/** The value of every placeholder except `{works}`, which is a list. */
export function valuesOf(
  { version, hash, parameters }: TermsIdentity,
  { works, licensee, newsroom, fee }: TermsFacts,
): Record<Exclude<Placeholder, 'works'>, string> {
  const { law, courts, ...numbers } = parameters;
  const days = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, String(value)]),
  ) as Record<keyof typeof numbers, string>;
  return {
    ...days,
    newsroom: newsroom.legalName || newsroom.name,
    newsroomName: newsroom.name,
    newsroomEmail: newsroom.email || newsroom.siteUrl || newsroom.name,
    licensee: licensee.organisation || licensee.contact,
    client: licensee.endClient,
    publication: licensee.publication || licensee.organisation || licensee.contact,
    fee: fee === null ? 'nothing' : formatMoney(fee, 'en-GB'),
    exclusivity: works.some(({ use }) => use.exclusivity === 'world')
      ? 'worldwide'
      : 'in the territory',
    licence: works.find(({ ccLicence }) => ccLicence)?.ccLicence ?? '',
    law: law || lawOf(newsroom.country),
    courts: courts || lawOf(newsroom.country),
    cancellation: cancellationText(newsroom),
    version: String(version),
    templateHash: hash,
  };
}

function lawOf(country: string): string {
  return country === 'GB' ? 'England and Wales' : countryName(country, 'en-GB');
}

// The terms are English whatever the language of the pages: one text is what was agreed.
const english = translatorOf(new Map());

function cancellationText(newsroom: TermsFacts['newsroom']): string {
  const { text, params } = cancellationWords(cancellationOf(newsroom));
  return english.t('en-GB', text, params);
}

/**
 * A work as the list of the grant names it, with the conditions that the tariff adds for it. Nothing may be added to a
 * Creative Commons licence: under one they are wishes.
 */
export function workWords(work: LicensedWork, isCreativeCommons: boolean): string {
  const { text, params } = describeUse(work.use, 'en-GB');
  const by = work.byline.length === 0 ? '' : `, by ${work.byline.join(', ')}`;
  const use = english.t('en-GB', text, params);
  const { conditions = [], details = [] } = work;
  const further = details.map((detail) => ` ${detail}.`).join('');
  const lead = isCreativeCommons
    ? ' We wish, without making it a condition: '
    : ' Special conditions: ';
  const special = conditions.length === 0 ? '' : `${lead}${conditions.join(' ')}`;
  return `“${work.title}”${by}, first published at ${work.url} (SHA-256 of the text: ${work.contentHash}). ${use}${further}${special}`;
}
