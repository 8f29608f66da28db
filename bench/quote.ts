import { quote } from '../src/pricing/rules/quote.ts';
import { largestCard, rulesOf, starterCard, wideCard, type Card } from './cards.ts';

/**
 * How many answers a second one core gives: for the starter tariff, the largest rate card of the tests and a made-up
 * one of 200 gates and 200 factors, beside a call of a function that does nothing, in the same run. Medians of five
 * rounds; every use and article is an object of its own, as requests bring them.
 */
export function quoteTable(): string[] {
  const rates = [starterCard, largestCard(), wideCard].map(
    (card) => [card, rateOf(quote, card)] as const,
  );
  // Last: alone in the loop, a call of nothing would be left out altogether.
  const empty = rateOf(nothing, starterCard);
  const lines = rates.map(([card, rate]) => {
    const cells = [rulesOf(card.tariff), pricedShare(card), rate.toFixed(0)];
    return row([card.name, ...cells.map(String), (rate / empty).toFixed(5)]);
  });
  return [
    `quotes on one core, beside ${empty.toFixed(0)} empty calls/s`,
    row(['tariff', 'rules', 'priced', 'quotes/s', 'ratio']),
    ...lines,
  ];
}

type Answer = (...given: Parameters<typeof quote>) => object;

const nothing: Answer = (tariff) => tariff;

const rounds = 5;
const roundMs = 400;

function rateOf(answer: Answer, card: Card): number {
  run(answer, card);
  const rates = Array.from({ length: rounds }, () => run(answer, card));
  return rates.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** Calls a second of processor time, so that it matters little what else the machine does. */
function run(answer: Answer, { tariff, asked }: Card): number {
  const begun = process.cpuUsage();
  let [calls, ms] = [0, 0];
  // What was answered is used, so that no call can be left out as useless.
  let last: object = tariff;
  while (ms < roundMs) {
    for (const { use, article } of asked) last = answer(tariff, use, article);
    calls += asked.length;
    const { user, system } = process.cpuUsage(begun);
    ms = (user + system) / 1_000;
  }
  if (typeof last !== 'object') throw new Error('nothing was answered');
  return (calls * 1_000) / ms;
}

function pricedShare({ tariff, asked }: Card): string {
  const priced = asked.filter(({ use, article }) => quote(tariff, use, article).answer === 'price');
  return `${Math.round((priced.length * 100) / asked.length)} %`;
}

function row(cells: readonly string[]): string {
  return cells.map((text, i) => (i === 0 ? text.padEnd(24) : text.padStart(12))).join('');
}

if (import.meta.main) console.log(quoteTable().join('\n'));
