import { formatMoney } from '../../values/money.ts';
import type { Effect, EffectRow } from '../rules/editor-effect.ts';
import type { Speak } from '../rules/conditions.ts';

const answers: Record<EffectRow['before']['answer'], string> = {
  price: 'priced',
  free: 'free',
  refer: 'a person looks',
  refuse: 'refused',
};

/** The effect on requests that were made, as finished texts. */
export function effectView(effect: Effect, { t, locale }: Speak) {
  const sum = (amount: number, currency: string): string =>
    formatMoney({ amount, currency }, locale);
  const signed = (amount: number, currency: string): string =>
    amount > 0 ? `+${sum(amount, currency)}` : amount < 0 ? `−${sum(-amount, currency)}` : '–';
  const words = ({ answer, total, currency }: EffectRow['before']): string =>
    total === null || answer === 'free' || answer === 'refuse'
      ? t(answers[answer])
      : `${t(answers[answer])}, ${sum(total, currency)}`;
  const { another, dearer, cheaper } = effect;
  return {
    rows: effect.rows.map((row) => ({
      ...{ id: row.id, reference: row.reference, at: row.at, title: row.title },
      ...{ before: words(row.before), after: words(row.after), another: row.another },
      difference: row.difference === null ? '' : signed(row.difference, row.before.currency),
    })),
    sums: effect.sums.map(({ currency, before, after, difference }) => ({
      currency,
      before: sum(before, currency),
      after: sum(after, currency),
      difference: signed(difference, currency),
    })),
    ...{ another, dearer, cheaper },
  };
}
