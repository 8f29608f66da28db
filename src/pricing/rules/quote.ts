import type { Price, Quote, Verdict } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { excerptVerdict } from './excerpt.ts';
import { factsOf, type Facts } from './facts.ts';
import { priceOf } from './price.ts';
import { alternative, reason, type Flag, type ReasonCode } from './reasons.ts';
import { rightsVerdict } from './rights.ts';
import type { Tariff } from './tariff.ts';
import type { Use } from './use.ts';
import { holds } from './when.ts';

/**
 * The one answer to a use of an article: rights first, then the excerpt, then the tariff's gates,
 * then the fee. Pure and total: equal inputs give an equal quote, a hole in the tariff refers.
 */
export function quote(tariff: Tariff, use: Use, article: ArticleFacts): Quote {
  const facts = factsOf(use, article);
  const verdict =
    rightsVerdict(article, use, tariff.freeExcerptWords) ??
    excerptVerdict(use, article, { freeWords: tariff.freeExcerptWords, words: facts.words }) ??
    gateVerdict(tariff, facts) ??
    approvalVerdict(tariff, use, article, facts);
  const flags = flagsOf(use, article, facts);
  if (verdict === null) return priced(tariff, use, facts, flags);
  const computed = verdict.answer === 'refer' ? priceOf(tariff, facts, use.country) : null;
  return { ...verdict, ...nothing, computed, ...frame(tariff), flags };
}

const nothing: Price = { lines: [], net: 0, tax: 0, total: 0 };

function frame(tariff: Tariff): Pick<Quote, 'currency' | 'tariffVersion'> {
  return { currency: tariff.currency, tariffVersion: tariff.version };
}

function priced(tariff: Tariff, use: Use, facts: Facts, flags: readonly Flag[]): Quote {
  const price = priceOf(tariff, facts, use.country);
  const common = { alternative: null, computed: null, ...frame(tariff), flags };
  if (price === null) {
    return { answer: 'refer', reason: reason('no_price'), ...nothing, ...common };
  }
  return { answer: 'price', reason: reason('priced'), ...price, ...common };
}

function gateVerdict(tariff: Tariff, facts: Facts): Verdict | null {
  const gate = tariff.gates.find(({ when }) => holds(when, facts));
  if (gate === undefined || gate.outcome === 'price') return null;
  const instead = gate.alternative && alternative(gate.alternative, tariff.freeExcerptWords);
  return { answer: gate.outcome, reason: reason(gate.reason), alternative: instead };
}

/** What a price alone cannot settle, whatever the tariff says. */
function approvalVerdict(
  tariff: Tariff,
  use: Use,
  article: ArticleFacts,
  facts: Facts,
): Verdict | null {
  const refer = (code: ReasonCode): Verdict => ({
    answer: 'refer',
    reason: reason(code),
    alternative: null,
  });
  if (use.exclusivity !== 'none') return refer('exclusivity');
  if (facts.pictures > article.clearedPictures) return refer('pictures');
  if (use.use === 'translate' && !facts.translated) return refer('translation_language');
  if (facts.translated && article.language === 'und') return refer('language_unknown');
  return facts.translated && tariff.translationNeedsApproval ? refer('translation') : null;
}

function flagsOf(use: Use, article: ArticleFacts, facts: Facts): Flag[] {
  const flags: Flag[] = [];
  if (use.reach.kind === 'unknown') flags.push('reach_unknown');
  if (claimsDiscount(use) && !use.standing.verified) flags.push('class_unverified');
  if (facts.translated) flags.push('translation');
  if (use.exclusivity !== 'none') flags.push('exclusivity_wish');
  if (use.alreadyPublished) flags.push('already_published');
  if (use.images !== 'none' && article.clearedPictures === 0) flags.push('no_pictures');
  return flags;
}

function claimsDiscount({ organisation }: Use): boolean {
  return ['news_nonprofit', 'charity', 'education'].includes(organisation);
}
