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
import type { OrganisationType, Purpose, Use } from './use.ts';

/**
 * What the rights in the article say before any tariff is asked; null when they are ours to
 * license. `quotable` is how many words may be quoted freely.
 */
export function rightsVerdict(article: ArticleFacts, use: Use, quotable: number): Verdict | null {
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
  const unsettled = unsettledReason(article);
  if (unsettled !== null) return { answer: 'refer', reason: reason(unsettled), alternative: null };
  if (article.ccLicence === null || !ccAllows(article.ccLicence, use, article)) return null;
  return { answer: 'free', reason: granted(article.ccLicence), alternative: null };
}

function granted(licence: string): Reason {
  return reason('creative_commons', { licence });
}

/** An embargo that ends at the very instant asked for has ended; one that cannot be read holds. */
function isEmbargoed({ embargoUntil, at }: ArticleFacts): boolean {
  return embargoUntil !== null && !(Date.parse(embargoUntil) <= Date.parse(at));
}

/** Settling says what an article is, it does not make another's work ours: only a contract does. */
function unsettledReason(article: ArticleFacts): ReasonCode | null {
  if (article.rightsCheck === 'held') return 'rights_unsettled';
  if (article.coPublished) return 'co_published';
  if (isUnclearLicence(article.ccLicence)) return 'rights_unsettled';
  if (article.provenance === 'staff') return null;
  const underContract = article.provenance === 'freelance' && article.rightsCheck === 'settled';
  return underContract ? null : 'supplied_content';
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
 * commercial, ND no translation, and never more pictures than may be passed on. What it does not
 * cover goes on to the tariff.
 */
function ccAllows(licence: string, use: Use, article: ArticleFacts): boolean {
  const parts = licence.toUpperCase().split('-');
  if (parts[0] !== 'CC' && parts[0] !== 'CC0') return false;
  if (use.images === 'specific' && use.pictures > article.clearedPictures) return false;
  if (parts.includes('NC') && !isNonCommercial(use)) return false;
  const translates = furtherLanguages(use.languages, article.language) > 0;
  return !(parts.includes('ND') && (translates || use.use === 'translate'));
}

function isNonCommercial(use: Use): boolean {
  return (
    nonCommercialPurposes.has(use.purpose) &&
    nonCommercialClasses.has(use.organisation) &&
    use.use !== 'ai_training'
  );
}
