import { quote } from '../src/pricing/rules/quote.ts';
import type { ArticleFacts } from '../src/pricing/rules/article-facts.ts';
import type { Tariff } from '../src/pricing/rules/tariff.ts';
import type { Use } from '../src/pricing/rules/use.ts';
import { starterTariff } from '../src/pricing/starter-tariff.ts';
import { largestCard, wideTariff } from './cards.ts';
import { articles, uses } from './uses.ts';

/**
 * How many answers a second one core gives: for the starter tariff, the largest rate card of the tests and a made-up
 * one of 200 gates and 200 factors, beside a call of a function that does nothing, in the same run. Medians of five
 * rounds; every use and article is an object of its own, as requests bring them.
 */
export function quoteTable(): string[] {
  const empty = rateOf(nothing, { ...starterTariff, version: 1 });
  const tariffs: [string, Tariff][] = [
    ['starter', { ...starterTariff, version: 1 }],
    ...largestCard(),
    ['200 gates', wideTariff],
  ];
  const head = row(['tariff', 'rules', 'priced', 'quotes/s', 'ratio']);
  return [
    `quotes on one core; ${empty.toFixed(0)} empty calls/s`,
    head,
    ...tariffs.map(([name, tariff]) => {
      const rate = rateOf(quote, tariff);
      const share = `${Math.round(pricedShare(tariff) * 100)} %`;
      return row([
        name,
        String(rulesOf(tariff)),
        share,
        rate.toFixed(0),
        (rate / empty).toFixed(5),
      ]);
    }),
  ];
}

type Answer = (tariff: Tariff, use: Use, article: ArticleFacts) => object;

const nothing: Answer = (tariff) => tariff;

const rounds = 5;
const roundMs = 400;

function rateOf(answer: Answer, tariff: Tariff): number {
  run(answer, tariff, roundMs);
  const rates = Array.from({ length: rounds }, () => run(answer, tariff, roundMs));
  return rates.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

// What was answered is kept, so that no call can be left out as useless.
let last: object | null = null;

/** Calls a second over at least so many milliseconds. */
function run(answer: Answer, tariff: Tariff, leastMs: number): number {
  const begun = performance.now();
  let calls = 0;
  for (;;) {
    for (const [index, use] of uses.entries()) {
      const article = articles[index % articles.length];
      if (article !== undefined) last = answer(tariff, use, article);
    }
    calls += uses.length;
    const ms = performance.now() - begun;
    if (ms >= leastMs) return (calls * 1_000) / ms;
  }
}

function pricedShare(tariff: Tariff): number {
  const priced = uses.filter((use, index) => {
    const article = articles[index % articles.length];
    return article !== undefined && quote(tariff, use, article).answer === 'price';
  });
  return priced.length / uses.length;
}

function rulesOf({ gates, bases, factors, addOns }: Tariff): number {
  return gates.length + bases.length + factors.length + addOns.length;
}

function row(cells: readonly string[]): string {
  return cells.map((text, i) => (i === 0 ? text.padEnd(24) : text.padStart(12))).join('');
}

if (import.meta.main) {
  console.log(quoteTable().join('\n'));
  if (last === null) throw new Error('nothing was answered');
}
