import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import type { ArticleFacts } from '../../src/pricing/rules/article-facts.ts';
import type { Tariff, TariffData } from '../../src/pricing/rules/tariff.ts';
import { completeUse, type Standing, type Use } from '../../src/pricing/rules/use.ts';
import { article, words } from './builders.ts';

/** What a card's answer must say; what is left out is not looked at. Sums are in minor units. */
export interface Expected {
  answer: Quote['answer'];
  reason?: string;
  /** Part of the reason as people read it. */
  says?: string;
  alternative?: string;
  net?: number;
  tax?: number;
  total?: number;
  /** The total of what the tariff would ask where a person decides. */
  computed?: number;
  /** All lines: `bases.0: Base for up to 25 words = US$12.50`. */
  lines?: string[];
  rule?: string;
  licence?: string;
  allowance?: string;
  /** Parts of sentences that stand among the conditions, and that do not. */
  conditions?: string[];
  noConditions?: string[];
  /** Flags that are there, and that are not. */
  flags?: string[];
  noFlags?: string[];
}

type UseChanges = Partial<Omit<Use, 'standing'>> & { standing?: Partial<Standing> };

export interface Asked {
  use?: UseChanges;
  article?: Partial<ArticleFacts>;
  /** An excerpt of so many words that stands in the article. */
  excerptWords?: number;
}

export interface Case extends Asked {
  what: string;
  expect: Expected;
}

/** A printed table: what each row asks for, under each column. */
export interface Grid {
  what: string;
  rows: { name: string; use: UseChanges }[];
  columns: { name: string; use: UseChanges }[];
  totals: number[][];
}

/** Articles that are asked for together. */
export interface Basket {
  what: string;
  use: UseChanges;
  items: { article?: Partial<ArticleFacts>; expect: Expected }[];
  total: number;
}

export interface Card {
  name: string;
  source: string;
  tariff: TariffData;
  cases: Case[];
  grid?: Grid;
  baskets?: Basket[];
}

const folder = join(import.meta.dirname, 'cards');

/** All rate cards and publishers' rules, by the names of their files. */
export const cards: ReadonlyMap<string, Card> = new Map(
  readdirSync(folder)
    .toSorted()
    .map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as Card,
    ]),
);

/** The tariff of a card as a version in force. */
export function tariffOf({ tariff }: Card): Tariff {
  return { ...tariff, version: 1 };
}

/** The cells of a card's printed table as cases. */
export function gridCases({ grid }: Card): Case[] {
  if (grid === undefined) return [];
  return grid.rows.flatMap((row, down) =>
    grid.columns.map((column, across) => {
      const total = grid.totals[down]?.[across] ?? 0;
      return {
        what: `${grid.what}: ${row.name}, ${column.name}`,
        use: { ...row.use, ...column.use },
        expect: { answer: 'price' as const, net: total, total },
      };
    }),
  );
}

/** The plainest use and an article of our own, changed as the case says. */
export function askedFor(asked: Asked): { use: Use; article: ArticleFacts } {
  const use = completeUse((asked.use ?? {}) as Partial<Use>);
  if (asked.excerptWords === undefined) return { use, article: article(asked.article) };
  return {
    use: { ...use, use: 'excerpt', excerpt: words(asked.excerptWords) },
    article: article({ text: words(1_000), ...asked.article }),
  };
}
