import type { Facts } from './facts.ts';
import type { Detail, NumberFact, TariffData, WordFact, WordKey } from './tariff.ts';
import { detailOf, holds } from './when.ts';

const prefix = 'detail:';

/** The name of the question that a table is read with, or null where it is read with a fact. */
export function detailName(key: NumberFact | WordKey): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}

/** The word a table is read with; '' where the question has no answer. */
export function wordOf(key: WordKey, facts: Facts): string {
  const name = detailName(key);
  return name === null ? facts[key as WordFact] : detailOf(facts.details, name);
}

/**
 * The facts with answers only to the questions that the tariff asks of them: whoever answers a question that is not
 * theirs opens no gate and no table by it. One question may hang on the answer to an earlier one.
 */
export function withAsked(
  { details: questions }: Pick<TariffData, 'details'>,
  facts: Facts,
): Facts {
  if (questions.length === 0) return facts;
  const details: Record<string, string> = {};
  const known: Facts = { ...facts, details };
  for (const { name, when } of questions)
    if (holds(when, known)) details[name] = detailOf(facts.details, name);
  return known;
}

/** The first question of the tariff that these facts leave open, or null. */
export function openDetail(tariff: TariffData, facts: Facts): Detail | null {
  const open = tariff.details.find(
    ({ name, when, choices }) =>
      holds(when, facts) && !choices.some(({ value }) => value === detailOf(facts.details, name)),
  );
  return open ?? null;
}

/** What the choice of a question is called; null where the tariff knows no such choice. */
export function detailLabel(tariff: TariffData, key: WordKey, value: string): string | null {
  const name = detailName(key);
  const detail = tariff.details.find((one) => one.name === name);
  return detail?.choices.find((choice) => choice.value === value)?.label ?? null;
}
