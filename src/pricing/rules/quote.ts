import type { Price, Quote, Verdict } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { tablesIn } from './currency.ts';
import { openDetail, withAsked } from './details.ts';
import { excerptVerdict } from './excerpt.ts';
import { factsOf, type Facts } from './facts.ts';
import { flagsOf } from './flags.ts';
import { clearedPictures } from './pictures.ts';
import { priceOf } from './price.ts';
import { alternative, reason, type Reason, type ReasonCode } from './reasons.ts';
import { granted, rightsVerdict } from './rights.ts';
import type { Gate, Tariff } from './tariff.ts';
import type { Use } from './use.ts';
import { holds } from './when.ts';

/**
 * The one answer to a use of an article: rights, the excerpt, the gates that say no or "a person
 * looks", what always needs approval, the gates that say free, an allowance, and then the fee.
 * Pure and total: equal inputs give an equal quote, a hole in the tariff refers.
 */
export function quote(tariff: Tariff, use: Use, article: ArticleFacts): Quote {
  const facts = withAsked(tariff, factsOf(use, article));
  const index = tariff.gates.findIndex(({ when }) => holds(when, facts));
  const gate = gateOf(tariff, index);
  const verdict = verdictOf(tariff, { use, article, facts }, gate);
  const frame = {
    currency: use.currency ?? tariff.currency,
    tariffVersion: tariff.version,
    flags: flagsOf(use, article, facts),
  };
  if (verdict !== null) {
    const computed = verdict.answer === 'refer' ? priceOf(tariff, facts, use) : null;
    return { ...verdict, ...nothing, computed, ...frame };
  }
  const price = priceOf(tariff, facts, use);
  const common = { alternative: null, computed: null, ...frame, ...gate?.terms };
  if (price !== null) return { answer: 'price', reason: reason('priced'), ...price, ...common };
  return { answer: 'refer', reason: whyNoPrice(tariff, use, facts), ...nothing, ...common };
}

const nothing: Price = { lines: [], net: 0, tax: 0, total: 0 };

interface Case {
  use: Use;
  article: ArticleFacts;
  facts: Facts;
}

function verdictOf(
  tariff: Tariff,
  { use, article, facts }: Case,
  gate: MetGate | null,
): Verdict | null {
  const rule = { freeWords: tariff.freeExcerptWords, words: facts.words };
  const rights = rightsVerdict(article, use, tariff);
  if (rights !== null && rights.answer !== 'free') return rights;
  const excerpt = excerptVerdict(use, article, rule);
  // Whatever a licence allows: nobody is granted words as the article's that are not in it.
  const first = excerpt?.answer === 'refuse' ? excerpt : (rights ?? excerpt);
  if (first !== null) return first;
  const decided = gate?.verdict ?? null;
  if (decided !== null && decided.answer !== 'free') return decided;
  const approval = approvalVerdict(tariff, { use, article, facts });
  // What a person grants in the end is bound as the gate would have bound it.
  if (approval !== null) return { ...approval, ...conditionsOf(gate) };
  return decided ?? allowanceVerdict(use, facts, gate);
}

/** The first gate whose conditions hold. One that only ends the search has no verdict, but may have terms. */
interface MetGate {
  verdict: Verdict | null;
  terms: Pick<Verdict, 'rule' | 'conditions'>;
}

function gateOf(tariff: Tariff, index: number): MetGate | null {
  const gate = tariff.gates[index];
  if (gate === undefined) return null;
  const { outcome, conditions = [] } = gate;
  const terms = { rule: `gates.${index}`, ...(conditions.length > 0 && { conditions }) };
  if (outcome === 'price') return { verdict: null, terms };
  const instead = gate.alternative && alternative(gate.alternative, tariff.freeExcerptWords);
  const verdict = { ...freely(gate), answer: outcome, alternative: instead, ...terms };
  return { verdict, terms };
}

function conditionsOf(gate: MetGate | null): Pick<Verdict, 'conditions'> {
  const conditions = gate?.terms.conditions;
  return conditions === undefined ? {} : { conditions };
}

function freely({ outcome, licence, reason: code }: Gate): Pick<Verdict, 'reason' | 'licence'> {
  return outcome === 'free' && licence !== undefined ? granted(licence) : { reason: reason(code) };
}

/** What a price alone cannot settle, whatever the tariff says. */
function approvalVerdict(tariff: Tariff, { use, article, facts }: Case): Verdict | null {
  const refer = (code: ReasonCode): Verdict => ({
    answer: 'refer',
    reason: reason(code),
    alternative: null,
  });
  if (use.exclusivity !== 'none') return refer('exclusivity');
  const cleared = clearedPictures(article, use.territory);
  const onlyPictures = use.use === 'photo_only' && use.images !== 'none';
  if (facts.pictures > cleared || (onlyPictures && cleared === 0)) return refer('pictures');
  if (use.use === 'translate' && !facts.translated) return refer('translation_language');
  if (facts.translated && article.language === 'und') return refer('language_unknown');
  return facts.translated && tariff.translationNeedsApproval ? refer('translation') : null;
}

function allowanceVerdict({ standing }: Use, facts: Facts, gate: MetGate | null): Verdict | null {
  const covering = standing.allowances.find(({ left, when }) => left > 0 && holds(when, facts));
  if (covering === undefined) return null;
  const { id, name, left } = covering;
  return {
    answer: 'free',
    reason: reason('allowance', { name, left }),
    alternative: null,
    ...gate?.terms,
    allowance: id,
  };
}

function whyNoPrice(tariff: Tariff, { currency }: Use, facts: Facts): Reason {
  if (currency !== null && tablesIn(tariff, currency) === null)
    return reason('no_currency', { currency });
  const open = openDetail(tariff, facts);
  return open === null ? reason('no_price') : reason('detail_open', { question: open.label });
}
