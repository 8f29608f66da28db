import type { Speak } from './conditions.ts';
import { currenciesOf, tablesIn } from './currency.ts';
import type { TableRow } from './table-rows.ts';
import { tariffView, type TariffTable, type TariffView } from './tables.ts';
import type { TariffData } from './tariff.ts';

/** A rule in words, beside the data that it is made of. */
export interface RuleText {
  data: unknown;
  title: string;
  lines: TableRow[];
}

interface PartText {
  title: string;
  rules: RuleText[];
}

/** The lists of a tariff by their titles, each rule in words. */
export function partsOf(tariff: TariffData, speak: Speak): Map<string, RuleText[]> {
  const { t } = speak;
  const view = tariffView(tariff, speak);
  const parts: PartText[] = [
    { title: t('The tariff'), rules: [wholeText(tariff, view, speak)] },
    { title: t('Gates'), rules: gateTexts(tariff, view, speak) },
    { title: t('Questions'), rules: tableTexts(tariff.details, view.details, speak) },
    ...currenciesOf(tariff).flatMap((currency) => currencyParts(tariff, view, { currency, speak })),
    { title: t('Factors'), rules: tableTexts(tariff.factors, view.factors, speak) },
    { title: t('Taxes'), rules: tableTexts(tariff.taxes, view.taxes, speak) },
  ];
  return new Map(parts.map(({ title, rules }) => [title, rules]));
}

function wholeText(tariff: TariffData, view: TariffView, { t, locale }: Speak): RuleText {
  const yes = (on: boolean): string => t(on ? 'yes' : 'no');
  const { name, currency, freeExcerptWords, translationNeedsApproval, rights } = tariff;
  const { discountsStack, taxIncluded } = tariff;
  const [coPublished = '', freelance = ''] = view.rights;
  return {
    data: [
      ...[name, currency, freeExcerptWords, translationNeedsApproval, discountsStack, taxIncluded],
      ...[rights.coPublished, rights.freelance],
    ],
    title: t('The whole'),
    lines: [
      { label: t('Name of the tariff'), figure: name },
      { label: t('First currency'), figure: currency },
      {
        label: t('Words that may be quoted without a licence'),
        figure: new Intl.NumberFormat(locale).format(freeExcerptWords),
      },
      { label: t('A person looks at every translation'), figure: yes(translationNeedsApproval) },
      { label: t('Discounts stack'), figure: yes(discountsStack) },
      { label: t('The sums of the tables contain the tax'), figure: yes(taxIncluded) },
      { label: t('Made with others'), figure: coPublished },
      { label: t('By freelances'), figure: freelance },
    ],
  };
}

function gateTexts({ gates }: TariffData, view: TariffView, { t }: Speak): RuleText[] {
  return view.gates.map((gate, index) => {
    const when = gate.conditions.join('; ') || t('Always');
    return {
      data: gates[index],
      title: when,
      lines: [
        { label: t('When'), figure: when },
        { label: t('Answer'), figure: gate.outcome },
        { label: t('Reason'), figure: gate.reason },
        ...(gate.alternative === null ? [] : [{ label: t('Instead'), figure: gate.alternative }]),
        ...gate.terms.map((term) => ({ label: t('With it'), figure: term })),
      ],
    };
  });
}

function currencyParts(
  tariff: TariffData,
  view: TariffView,
  { currency, speak }: { currency: string; speak: Speak },
): PartText[] {
  const { t } = speak;
  const data = tablesIn(tariff, currency);
  const shown = view.currencies.find((one) => one.currency === currency);
  if (data === null || shown === undefined) return [];
  const closing = [data.minimum, data.step, data.rounding];
  return [
    {
      title: t('Base tables in {currency}', { currency }),
      rules: tableTexts(data.bases, shown.bases, speak),
    },
    {
      title: t('Add-ons, minimum and step in {currency}', { currency }),
      rules: tableTexts([...data.addOns, closing], shown.sums, speak),
    },
  ];
}

function tableTexts(
  data: readonly unknown[],
  tables: readonly TariffTable[],
  { t }: Speak,
): RuleText[] {
  return tables.map(({ title, conditions, note, rows }, index) => ({
    data: data[index],
    title: [title, ...conditions].join('; '),
    lines: [
      { label: t('When'), figure: conditions.join('; ') || t('Always') },
      ...(note === null ? [] : [{ label: t('Note'), figure: note }]),
      ...rows,
    ],
  }));
}
