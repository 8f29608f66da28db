import { currenciesOf, tablesIn } from '../../pricing/rules/currency.ts';
import type { OwnQuestions } from '../../pricing/rules/own-questions.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';
import { detailField } from '../../pricing/rules/use-fields.ts';
import type { Speak } from './answer-view.ts';

interface Choice {
  value: string;
  label: string;
}

/** The questions that hang on the tariff in force, as the partial `own-questions` shows them. */
export interface OwnQuestionsView {
  /** Null where the tariff has one currency only. */
  currency: { value: string; options: Choice[] } | null;
  details: { name: string; label: string; value: string; options: Choice[] }[];
  /** The names of all fields that the partial makes. */
  names: string[];
}

/** The choice of currency and the tariff's own questions, in the language of the page. */
export function ownQuestionsView(
  tariff: Tariff,
  { asked, use }: OwnQuestions,
  { t, locale }: Speak,
): OwnQuestionsView {
  const currencies = currenciesOf(tariff);
  const names = new Intl.DisplayNames([locale], { type: 'currency' });
  const details = asked.map(({ name, label, choices }) => ({
    name: detailField(name),
    label: t(label),
    value: use.details[name] ?? '',
    options: choices.map((choice) => ({ value: choice.value, label: t(choice.label) })),
  }));
  const options = currencies.map((code) => ({ value: code, label: names.of(code) ?? code }));
  const isChoice = currencies.length > 1;
  return {
    currency: isChoice ? { value: use.currency ?? tariff.currency, options } : null,
    details,
    names: [...(isChoice ? ['currency'] : []), ...details.map(({ name }) => name)],
  };
}

/** Whether an invoice on paper costs something in the currency of a use, so that it must be asked for. */
export function pricesPaper(tariff: Tariff, currency: string | null): boolean {
  const addOns = tablesIn(tariff, currency)?.addOns ?? [];
  return addOns.some(({ when }) => when.paperInvoice !== undefined);
}
