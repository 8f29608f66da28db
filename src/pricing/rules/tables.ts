import { formatMoney } from '../../values/money.ts';
import { conditionTexts, factTitles, type Speak } from './conditions.ts';
import { alternative, gateReasons } from './reasons.ts';
import { baseRows, factorRows, type Figure, type TableRow } from './table-rows.ts';
import type { AddOn, Base, Factor, GateOutcome, TariffData } from './tariff.ts';

/** A table of the tariff with finished texts. */
interface TariffTable {
  title: string;
  conditions: string[];
  /** What the group says about discounts, or null. */
  note: string | null;
  rows: TableRow[];
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

function baseTable(base: Base, money: Figure, speak: Speak): TariffTable {
  const { t } = speak;
  return {
    title: base.label === undefined ? t('Base') : t(base.label),
    conditions: conditionTexts(base.when, speak),
    note: base.replaces === undefined ? null : t('Takes the place of the discount of this group.'),
    rows: baseRows(base, money, speak),
  };
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
