import { factTitles, keyWord, type Speak } from './conditions.ts';
import { detailName } from './details.ts';
import { factorText } from './lines.ts';
import { factNames } from './names.ts';
import type { Base, Factor, NumberFact, TariffData, WordKey } from './tariff.ts';

/** How a table is written: in which tariff, in which language, and sums of minor units in its currency. */
export interface Pen {
  tariff: TariffData;
  speak: Speak;
  money: (amount: number) => string;
}

export interface TableRow {
  label: string;
  figure: string;
}

/** The rows of a base table in words. */
export function baseRows(base: Base, { tariff, speak, money }: Pen): TableRow[] {
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
      return inOrder(tariff, base.rows, base.cells).flatMap(([row, cells]) => {
        const steps = base.upTo.map((upTo, index) => ({ upTo, amount: cells[index] ?? null }));
        return stepRows(base.by, steps, speak).map(({ label, step }) => ({
          label: `${keyWord(tariff, { key: base.rows, value: row }, speak)}, ${label}`,
          figure: step.amount === null ? t('Ask us') : money(step.amount),
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

/** The rows of a factor in words. */
export function factorRows(factor: Factor, { tariff, speak }: Pen): TableRow[] {
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
      return inOrder(tariff, factor.by, factor.factors).map(([word, value]) => ({
        label: keyWord(tariff, { key: factor.by, value: word }, speak),
        figure: times(value),
      }));
    default:
      return [
        { label: t('Each adds'), figure: `+ ${factorText(factor.each, locale)}` },
        { label: t('At most'), figure: times(factor.most) },
      ];
  }
}

/** The database keeps no order of names: they are shown in the order of the form's choices. */
function inOrder<Value>(
  tariff: TariffData,
  key: WordKey,
  values: Readonly<Record<string, Value>>,
): [string, Value][] {
  const name = detailName(key);
  const detail = tariff.details.find((one) => one.name === name);
  const order = detail?.choices.map(({ value }) => value) ?? Object.keys(factNames[key] ?? {});
  return Object.entries(values).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}
