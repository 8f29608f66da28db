import { formatMoney } from '../../values/money.ts';
import { conditionTexts, factTitles, wordText, type Speak } from './conditions.ts';
import { factorText } from './lines.ts';
import { alternative, gateReasons } from './reasons.ts';
import type { AddOn, Base, Factor, GateOutcome, NumberFact, TariffData } from './tariff.ts';

/** A table of the tariff with finished texts. */
interface TariffTable {
  title: string;
  conditions: string[];
  /** What the group says about discounts, or null. */
  note: string | null;
  rows: { label: string; figure: string }[];
}

interface GateView {
  conditions: string[];
  outcome: string;
  reason: string;
  alternative: string | null;
}

export interface TariffView {
  gates: GateView[];
  bases: TariffTable[];
  factors: TariffTable[];
  /** Add-ons, minimum, step and tax. */
  sums: TariffTable[];
}

/** The whole tariff as tables to read, in the language of the page. */
export function tariffView(tariff: TariffData, speak: Speak): TariffView {
  const money = (amount: number): string =>
    formatMoney({ amount, currency: tariff.currency }, speak.locale);
  return {
    gates: tariff.gates.map(({ when, outcome, reason, alternative: instead }) => ({
      conditions: conditionTexts(when, speak),
      outcome: speak.t(outcomes[outcome]),
      reason: speak.t(gateReasons[reason]),
      alternative: instead && alternativeText(tariff, instead, speak),
    })),
    bases: tariff.bases.map((base) => baseTable(base, money, speak)),
    factors: tariff.factors.map((factor) => factorTable(factor, speak)),
    sums: [
      ...tariff.addOns.map((addOn) => addOnTable(addOn, money, speak)),
      closingTable(tariff, money, speak),
    ],
  };
}

const outcomes: Record<GateOutcome, string> = {
  free: 'Free',
  price: 'Priced by the tables',
  refer: 'A person looks',
  refuse: 'Refused',
};

function alternativeText(
  tariff: TariffData,
  code: Parameters<typeof alternative>[0],
  { t }: Speak,
): string {
  const { text, params } = alternative(code, tariff.freeExcerptWords);
  return t(text, params);
}

type Figure = (amount: number) => string;

function baseTable(base: Base, money: Figure, speak: Speak): TariffTable {
  const { t } = speak;
  return {
    title: base.label === undefined ? t('Base') : t(base.label),
    conditions: conditionTexts(base.when, speak),
    note: base.replaces === undefined ? null : t('Takes the place of the discount of this group.'),
    rows: baseRows(base, money, speak),
  };
}

function baseRows(base: Base, money: Figure, speak: Speak): TariffTable['rows'] {
  const { t } = speak;
  switch (base.kind) {
    case 'flat':
      return [{ label: t('Always'), figure: money(base.amount) }];
    case 'tier':
      return stepRows(base.by, base.steps, speak).map(({ label, step }) => ({
        label,
        figure: money(step.amount),
      }));
    case 'linear': {
      const fact = t(factTitles[base.by]);
      return [
        {
          label: t('{fact}: the first {count, number}', { fact, count: base.first }),
          figure: money(base.amount),
        },
        {
          label: t('{fact}: each further {count, number}', { fact, count: base.each }),
          figure: money(base.eachAmount),
        },
      ];
    }
    default:
      return Object.entries(base.cells).flatMap(([row, cells]) => {
        const steps = base.upTo.map((upTo, index) => ({ upTo, amount: cells[index] ?? null }));
        return stepRows(base.by, steps, speak).map(({ label, step }) => ({
          label: `${wordText(base.rows, row, speak)}, ${label}`,
          figure: step.amount === null ? t('ask') : money(step.amount),
        }));
      });
  }
}

function stepRows<Step extends { upTo: number | null }>(
  by: NumberFact,
  steps: readonly Step[],
  { t }: Speak,
): { label: string; step: Step }[] {
  const fact = t(factTitles[by]);
  return steps.map((step, index) => {
    const { upTo } = step;
    const label =
      upTo === null
        ? t('{fact}: more than {count, number}', { fact, count: steps[index - 1]?.upTo ?? 0 })
        : t('{fact}: up to {count, number}', { fact, count: upTo });
    return { label, step };
  });
}

function factorTable(factor: Factor, speak: Speak): TariffTable {
  const { t } = speak;
  const by = factor.kind === 'fixed' ? t('Factor') : t(factTitles[factor.by]);
  return {
    title: factor.label === undefined ? by : t(factor.label),
    conditions: conditionTexts(factor.when, speak),
    note:
      factor.group === undefined
        ? null
        : t('Discounts of class, country and programme: only the largest applies.'),
    rows: factorRows(factor, speak),
  };
}

function factorRows(factor: Factor, speak: Speak): TariffTable['rows'] {
  const { t, locale } = speak;
  const times = (basisPoints: number): string => `× ${factorText(basisPoints, locale)}`;
  switch (factor.kind) {
    case 'fixed':
      return [{ label: t('Always'), figure: times(factor.factor) }];
    case 'steps':
      return stepRows(factor.by, factor.steps, speak).map(({ label, step }) => ({
        label,
        figure: times(step.factor),
      }));
    case 'words':
      return Object.entries(factor.factors).map(([word, value]) => ({
        label: wordText(factor.by, word, speak),
        figure: times(value),
      }));
    default:
      return [
        { label: t('Each adds'), figure: `+ ${factorText(factor.each, locale)}` },
        { label: t('At most'), figure: times(factor.most) },
      ];
  }
}

function addOnTable(addOn: AddOn, money: Figure, speak: Speak): TariffTable {
  const label =
    addOn.per === undefined
      ? speak.t('Once')
      : speak.t('For each: {fact}', { fact: speak.t(factTitles[addOn.per]) });
  return {
    title: speak.t(addOn.label),
    conditions: conditionTexts(addOn.when, speak),
    note: null,
    rows: [{ label, figure: `+ ${money(addOn.amount)}` }],
  };
}

function closingTable(tariff: TariffData, money: Figure, { t }: Speak): TariffTable {
  const { tax } = tariff;
  const taxRow = tax && {
    label: t('{name}, added to the fee', { name: tax.name }),
    figure: t('{percent, number, ::.##} %', { percent: tax.rate / 100 }),
  };
  return {
    title: t('To finish'),
    conditions: [],
    note: null,
    rows: [
      { label: t('Our minimum fee'), figure: money(tariff.minimum) },
      { label: t('Rounded up to a multiple of'), figure: money(tariff.step) },
      ...(taxRow === null ? [] : [taxRow]),
    ],
  };
}
