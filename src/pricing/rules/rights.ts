import type { Verdict } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { furtherLanguages } from './languages.ts';
import {
  alternative,
  reason,
  type AlternativeCode,
  type Reason,
  type ReasonCode,
} from './reasons.ts';
import { clearedPictures } from './pictures.ts';
import type { RightsRules, TariffData } from './tariff.ts';
import type { OrganisationType, Purpose, Use } from './use.ts';

/**
 * What the rights in the article say before any tariff is asked; null when they are ours to
 * license. What is co-published or by freelances is answered as the tariff's rules of rights say.
 */
export function rightsVerdict(
  article: ArticleFacts,
  use: Use,
  { freeExcerptWords: quotable, rights }: Pick<TariffData, 'freeExcerptWords' | 'rights'>,
): Verdict | null {
  const refuse = (code: ReasonCode, instead: AlternativeCode): Verdict => ({
    answer: 'refuse',
    reason: reason(code),
    alternative: alternative(instead, quotable),
  });
  if (article.withdrawn) return refuse('withdrawn', 'other_article');
  if (isEmbargoed(article)) return refuse('embargoed', 'other_article');
  if (!article.licensable) return refuse('not_licensable', 'quote_short');
  if (article.provenance === 'wires' || article.provenance === 'stock') {
    return refuse('agency_content', 'link');
  }
  if (article.coPublished && rights.coPublished === 'refuse') {
    return { answer: 'refuse', reason: notOurs(article), alternative: alternative('link', 0) };
  }
  const unsettled = unsettledReason(article, rights);
  if (unsettled !== null) return { answer: 'refer', reason: reason(unsettled), alternative: null };
  if (article.ccLicence === null || !ccAllows(article.ccLicence, use, article)) return null;
  return granted(article.ccLicence);
}

/** Free under a Creative Commons licence. */
export function granted(licence: string): Verdict {
  return {
    answer: 'free',
    reason: reason('creative_commons', { licence }),
    alternative: null,
    licence,
  };
}

function notOurs({ rightsholder }: ArticleFacts): Reason {
  return reason('not_ours', { named: rightsholder === '' ? 'no' : 'yes', rightsholder });
}

/** An embargo that ends at the very instant asked for has ended; one that cannot be read holds. */
function isEmbargoed({ embargoUntil, at }: ArticleFacts): boolean {
  return embargoUntil !== null && !(Date.parse(embargoUntil) <= Date.parse(at));
}

/** Settling says what an article is, it does not make another's work ours: only a contract does. */
function unsettledReason(article: ArticleFacts, { freelance }: RightsRules): ReasonCode | null {
  if (article.rightsCheck === 'held') return 'rights_unsettled';
  if (article.coPublished) return 'co_published';
  if (isUnclearLicence(article.ccLicence)) return 'rights_unsettled';
  if (article.provenance === 'staff') return null;
  if (article.provenance !== 'freelance') return 'supplied_content';
  const underContract = freelance === 'contract' && article.rightsCheck === 'settled';
  return underContract ? null : 'ask_author';
}

/** "Creative Commons" without saying which of its licences. */
function isUnclearLicence(licence: string | null): boolean {
  return licence !== null && /^CC(?:-\d.*)?$/i.test(licence);
}

const nonCommercialPurposes: ReadonlySet<Purpose> = new Set(['news', 'education', 'personal']);
const nonCommercialClasses: ReadonlySet<OrganisationType> = new Set([
  'news_nonprofit',
  'education',
  'charity',
  'individual',
]);

/**
 * True when the Creative Commons licence surely covers the use: NC only what nobody could call
 * commercial, ND no translation and no other change, and never more pictures than may be passed on, nor pictures
 * alone. What everybody may use nobody has for themselves. What it does not cover goes on to the tariff.
 */
function ccAllows(licence: string, use: Use, article: ArticleFacts): boolean {
  const parts = licence.toUpperCase().split('-');
  if (parts[0] !== 'CC' && parts[0] !== 'CC0') return false;
  if (use.exclusivity !== 'none' || use.use === 'photo_only') return false;
  if (use.images === 'specific' && use.pictures > clearedPictures(article, use.territory))
    return false;
  if (parts.includes('NC') && !isNonCommercial(use)) return false;
  return !(parts.includes('ND') && changesText(use, article));
}

function changesText({ use, edits, languages }: Use, article: ArticleFacts): boolean {
  const translates = use === 'translate' || furtherLanguages(languages, article.language) > 0;
  return translates || edits !== 'none';
}

function isNonCommercial(use: Use): boolean {
  return (
    !use.paywalled &&
    !use.withAds &&
    nonCommercialPurposes.has(use.purpose) &&
    nonCommercialClasses.has(use.organisation) &&
    use.use !== 'ai_training'
  );
}
