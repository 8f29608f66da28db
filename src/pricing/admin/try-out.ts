import type { Problem } from '../../platform/errors.ts';
import { parse, typed, type Typed } from '../../platform/http.ts';
import { formatMoney } from '../../values/money.ts';
import { articleTried, tryFields, tryForm } from '../forms/editor-try.ts';
import { useForm } from '../forms/use.ts';
import type { Line, Quote } from '../rules/answer.ts';
import type { Speak } from '../rules/conditions.ts';
import { lineFigure } from '../rules/lines.ts';
import { ownQuestions } from '../rules/own-questions.ts';
import { quote } from '../rules/quote.ts';
import { tariffView } from '../rules/tables.ts';
import { anchorOf } from '../rules/tariff-links.ts';
import type { Tariff } from '../rules/tariff.ts';
import { isUseField } from '../rules/use-fields.ts';
import { plainUse, type Use } from '../rules/use.ts';
import { usePairs } from '../rules/use-pairs.ts';
import { tryQuestions, type TryQuestions } from './try-questions.ts';

interface LineView {
  label: string;
  figure: string;
  /** The rule that made it, in words, and its place on the page of the tariff. */
  rule: string;
  anchor: string | null;
}

interface TriedAnswer {
  kind: Quote['answer'];
  title: string;
  reason: string;
  alternative: string | null;
  /** The gate that decided, or null. */
  gate: { rule: string; anchor: string } | null;
  terms: string[];
  lines: LineView[];
  total: string | null;
  /** The lines are what a person may approve, not what is answered. */
  onlyComputed: boolean;
}

/** The panel for trying a tariff out: its questions, what was typed, and the answer. */
export interface TryOut {
  questions: TryQuestions;
  values: Typed;
  problems: Problem[];
  answer: TriedAnswer | null;
}

const instant = '2026-01-01T00:00:00.000Z';

/** Answers what was asked in the panel, nothing else; without a use it only shows the questions. */
export function tryOut(tariff: Tariff, given: Typed, speak: Speak): TryOut {
  const own = Object.entries(given).filter(([name]) => tryFields.includes(name));
  const asked = Object.entries(given).filter(([name]) => isUseField(name));
  const values: Typed = { ...typed(usePairs(plainUse)), reach: '', ...typed(panelDefaults) };
  const questions = tryQuestions(tariff, plainUse, speak);
  if (!asked.some(([name]) => name === 'use'))
    return { questions, values, problems: [], answer: null };
  const use = parse(useForm, Object.fromEntries(asked));
  const rest = parse(tryForm, Object.fromEntries(own));
  if (!use.ok || !rest.ok) {
    const problems = [...(use.ok ? [] : use.problems), ...(rest.ok ? [] : rest.problems)];
    return { questions, values, problems, answer: null };
  }
  const form = rest.value;
  const whole: Use = {
    ...use.value,
    ...{ edits: form.edits, paywalled: form.paywalled, withAds: form.withAds },
    basket: { articles: Math.max(1, form.articles), first: true },
    standing: {
      ...{ verified: form.verified, programme: form.programme, allowances: [] },
      licencesLast30Days: form.licences,
    },
  };
  const article = articleTried(form, instant, whole.excerpt);
  const complete = ownQuestions(tariff, whole, [article]).use;
  const answer = answerTried(tariff, quote(tariff, complete, article), speak);
  return { questions: tryQuestions(tariff, complete, speak), values, problems: [], answer };
}

const panelDefaults = {
  'article-words': '900',
  'article-paragraphs': '20',
  'article-age': '3',
  'article-pictures': '2',
  'article-language': 'en',
  'article-provenance': 'staff',
  licences: '0',
  articles: '1',
};

const titles: Record<Quote['answer'], string> = {
  price: 'The price',
  free: 'Free of charge',
  refer: 'A person decides',
  refuse: 'Not possible',
};

function answerTried(tariff: Tariff, made: Quote, speak: Speak): TriedAnswer {
  const { t, locale } = speak;
  const rules = ruleNames(tariff, made.currency, speak);
  const price = made.answer === 'price' ? made : made.computed;
  const named = (at: string): string => rules.get(at) ?? at;
  // The page of a version shows the tables of all currencies.
  const further = made.currency === tariff.currency ? null : made.currency;
  const lineView = (line: Line): LineView => ({
    label: t(line.text, line.params),
    figure: lineFigure(line, made.currency, locale),
    rule: line.at === undefined ? '' : named(line.at),
    anchor: line.at === undefined || line.at === 'minimum' ? null : anchorOf(line.at, further),
  });
  return {
    kind: made.answer,
    title: t(titles[made.answer]),
    reason: t(made.reason.text, made.reason.params),
    alternative: made.alternative && t(made.alternative.text, made.alternative.params),
    gate:
      made.rule === undefined
        ? null
        : { rule: named(made.rule), anchor: anchorOf(made.rule, further) },
    terms: [...(made.licence === undefined ? [] : [made.licence]), ...(made.conditions ?? [])],
    lines: (price?.lines ?? []).map(lineView),
    total: price && formatMoney({ amount: price.total, currency: made.currency }, locale),
    onlyComputed: made.answer !== 'price' && price !== null,
  };
}

/** Path of a rule, as lines name it → the rule in words. */
function ruleNames(tariff: Tariff, currency: string, speak: Speak): Map<string, string> {
  const { t } = speak;
  const view = tariffView(tariff, speak, currency);
  const [shown] = view.currencies;
  const pathOf = (anchor: string): string => anchor.replace('-', '.');
  const tables = [...(shown?.bases ?? []), ...view.factors, ...(shown?.sums ?? []), ...view.taxes];
  return new Map([
    ...view.gates.map(({ anchor, conditions }, index): [string, string] => [
      pathOf(anchor),
      t('Gate {number}: {conditions}', {
        number: index + 1,
        conditions: conditions.join('; ') || t('Always'),
      }),
    ]),
    ...tables.map(({ anchor, title, conditions }): [string, string] => [
      pathOf(anchor),
      [title, ...conditions].join('; '),
    ]),
    ['minimum', t('Our minimum fee')],
  ]);
}
