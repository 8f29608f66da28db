import { formatMoney } from '../../values/money.ts';
import { conditionTexts, factTitles, keyTitle, type Speak } from './conditions.ts';
import { currenciesOf, tablesIn } from './currency.ts';
import { alternative, gateReasons } from './reasons.ts';
import { anchorOf } from './tariff-links.ts';
import { taxTable } from './tax-table.ts';
import { baseRows, factorRows, type Pen, type TableRow } from './table-rows.ts';
import type { AddOn, Base, Factor, Gate, GateOutcome, PriceTables, TariffData } from './tariff.ts';

/** A table of the tariff with finished texts. */
export interface TariffTable {
  /** The path of its rule in the tariff, as an anchor of the page: `bases-0`, of a further currency `EUR-bases-0`. */
  anchor: string;
  title: string;
  conditions: string[];
  /** What the group says about discounts, or null. */
  note: string | null;
  rows: TableRow[];
}

interface GateView {
  anchor: string;
  conditions: string[];
  outcome: string;
  reason: string;
  alternative: string | null;
  /** What the answer brings with it, in the newsroom's words. */
  terms: string[];
}

/** The tables of one currency. */
interface CurrencyView {
  currency: string;
  bases: TariffTable[];
  /** Add-ons, minimum and step. */
  sums: TariffTable[];
}

export interface TariffView {
  gates: GateView[];
  details: TariffTable[];
  currencies: CurrencyView[];
  factors: TariffTable[];
  taxes: TariffTable[];
  /** How rights that are not wholly the newsroom's are answered. */
  rights: string[];
}

/**
 * The whole tariff as tables to read, in the language of the page: with the sums of every currency, or of one only,
 * whose tables then have the plain anchors.
 */
export function tariffView(
  tariff: TariffData,
  speak: Speak,
  only: string | null = null,
): TariffView {
  const pen = penOf(tariff, speak, tariff.currency);
  return {
    gates: tariff.gates.map((gate, index) => gateView(gate, index, pen)),
    details: tariff.details.map(({ label, when, choices }, index) => ({
      anchor: `details-${index}`,
      title: speak.t(label),
      conditions: conditionTexts(tariff, when, speak),
      note: null,
      rows: choices.map((choice) => ({ label: speak.t(choice.label), figure: '' })),
    })),
    currencies: (only === null ? currenciesOf(tariff) : [only]).flatMap((currency) => {
      const tables = tablesIn(tariff, currency);
      const further = only === null && currency !== tariff.currency ? currency : null;
      return tables === null ? [] : [currencyView(tables, penOf(tariff, speak, currency), further)];
    }),
    factors: tariff.factors.map((factor, index) => factorTable(factor, index, pen)),
    taxes: tariff.taxes.map((tax, index) => taxTable(tax, index, pen)),
    rights: [
      speak.t(coPublished[tariff.rights.coPublished]),
      speak.t(freelance[tariff.rights.freelance]),
    ],
  };
}

function penOf(tariff: TariffData, speak: Speak, currency: string): Pen {
  return { tariff, speak, money: (amount) => formatMoney({ amount, currency }, speak.locale) };
}

const outcomes: Record<GateOutcome, string> = {
  free: 'Free',
  price: 'Priced by the tables',
  refer: 'A person looks',
  refuse: 'Refused',
};

const coPublished: Record<TariffData['rights']['coPublished'], string> = {
  refer: 'Articles made together with others go to a person.',
  refuse: 'Articles made together with others are refused, with the name of whom to ask.',
};

const freelance: Record<TariffData['rights']['freelance'], string> = {
  contract: 'Articles by freelances are ours once it is settled that their contract says so.',
  ask_author: 'For articles by freelances the author is always asked.',
};

function gateView(gate: Gate, index: number, { tariff, speak }: Pen): GateView {
  const { t } = speak;
  const instead = gate.alternative && alternative(gate.alternative, tariff.freeExcerptWords);
  return {
    anchor: `gates-${index}`,
    conditions: conditionTexts(tariff, gate.when, speak),
    outcome: t(outcomes[gate.outcome]),
    reason: t(gateReasons[gate.reason]),
    alternative: instead && t(instead.text, instead.params),
    terms: [...(gate.licence === undefined ? [] : [gate.licence]), ...(gate.conditions ?? [])],
  };
}

function currencyView(tables: PriceTables, pen: Pen, further: string | null): CurrencyView {
  const placed = (table: TariffTable): TariffTable => ({
    ...table,
    anchor: anchorOf(table.anchor, further),
  });
  const sums = tables.addOns.map((addOn, index) => addOnTable(addOn, index, pen));
  return {
    currency: tables.currency,
    bases: tables.bases.map((base, index) => placed(baseTable(base, index, pen))),
    sums: [...sums, closingTable(tables, pen)].map(placed),
  };
}

function baseTable(base: Base, index: number, pen: Pen): TariffTable {
  const { t } = pen.speak;
  return {
    anchor: `bases-${index}`,
    title: base.label === undefined ? t('Base') : t(base.label),
    conditions: conditionTexts(pen.tariff, base.when, pen.speak),
    note: base.replaces === undefined ? null : t('Takes the place of the discount of this group.'),
    rows: baseRows(base, pen),
  };
}

function factorTable(factor: Factor, index: number, pen: Pen): TariffTable {
  const { t } = pen.speak;
  const by = factor.kind === 'fixed' ? t('Factor') : keyTitle(pen.tariff, factor.by, pen.speak);
  const stacked = pen.tariff.discountsStack;
  return {
    anchor: `factors-${index}`,
    title: factor.label === undefined ? by : t(factor.label),
    conditions: conditionTexts(pen.tariff, factor.when, pen.speak),
    note:
      factor.group === undefined || stacked
        ? null
        : t('Discounts of class, country, programme and volume: only the largest applies.'),
    rows: factorRows(factor, pen),
  };
}

function addOnTable(addOn: AddOn, index: number, { tariff, speak, money }: Pen): TariffTable {
  const label =
    addOn.per === undefined
      ? speak.t('Once')
      : speak.t('For each: {fact}', { fact: speak.t(factTitles[addOn.per]) });
  return {
    anchor: `addOns-${index}`,
    title: speak.t(addOn.label),
    conditions: conditionTexts(tariff, addOn.when, speak),
    note: null,
    rows: [{ label, figure: `+ ${money(addOn.amount)}` }],
  };
}

function closingTable(tables: PriceTables, { speak: { t }, money }: Pen): TariffTable {
  const rounding =
    tables.rounding === 'up'
      ? t('Rounded up to a multiple of')
      : t('Rounded to the nearest multiple of');
  return {
    anchor: 'step',
    title: t('To finish'),
    conditions: [],
    note: null,
    rows: [
      { label: t('Our minimum fee'), figure: money(tables.minimum) },
      { label: rounding, figure: money(tables.step) },
    ],
  };
}
