import { listText } from '../../platform/formats.ts';
import { fromPrice, type FromPrice } from '../../pricing/rules/from-price.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';
import { formatMoney } from '../../values/money.ts';
import { shorten } from '../../values/text.ts';
import type { Speak } from '../rules/answer-view.ts';
import { factsOf } from '../rules/facts.ts';
import { articlePath } from '../rules/paths.ts';
import type { ListedArticle } from '../store/catalogue.ts';

/** A row of the catalogue as its page shows it. */
export interface Entry {
  path: string;
  title: string;
  standfirst: string;
  byline: string;
  section: string;
  date: Date | null;
  lang: string;
  /** The lowest fee as text, or null where it is no price. */
  price: string | null;
  answer: string | null;
}

const words: Record<Exclude<FromPrice['kind'], 'price'>, string> = {
  free: 'Free to republish',
  ask: 'Ask us',
  none: 'Not ours to license',
};

/** Rows of a list with the lowest price of each at this instant. */
export function entriesOf(
  rows: readonly ListedArticle[],
  tariff: Tariff,
  { speak, now }: { speak: Speak; now: Date },
): Entry[] {
  return rows.map((row) => {
    const from = fromPrice(tariff, factsOf(row, now, null));
    return {
      path: articlePath(row.slug),
      title: row.title,
      standfirst: shorten(row.standfirst, 300),
      byline: listText(speak.locale, row.bylines),
      section: row.section,
      date: row.published_at,
      lang: row.language,
      price: from.kind === 'price' ? formatMoney(from, speak.locale) : null,
      answer: from.kind === 'price' ? null : speak.t(words[from.kind]),
    };
  });
}
