import type { ArticleFacts } from './article-facts.ts';
import { quote } from './quote.ts';
import type { Tariff } from './tariff.ts';
import { durations, media, organisationTypes, plainUse, purposes, type Use } from './use.ts';

/** What a row of the catalogue says; `amount` is the lowest fee in minor units, without tax. */
export type FromPrice =
  | { kind: 'price'; amount: number; currency: string }
  | { kind: 'free' }
  | { kind: 'ask' }
  | { kind: 'none' };

/**
 * The cheapest answer for an article to somebody in no programme and no low-income country: free
 * to republish, from a fee, a person must be asked, or not at all. Costs two quotes for most rows.
 */
export function fromPrice(tariff: Tariff, article: ArticleFacts): FromPrice {
  const plain = quote(tariff, oneReader, article);
  if (plain.answer === 'free') return { kind: 'free' };
  if (!hangsOnArticle.has(plain.reason.code)) {
    for (const use of cheapestUses(tariff)) {
      const { answer, net, currency } = quote(tariff, use, article);
      if (answer === 'price') return { kind: 'price', amount: net, currency };
    }
  }
  return { kind: plain.answer === 'refuse' ? 'none' : 'ask' };
}

// Answers that no other use of the same article would change.
const hangsOnArticle: ReadonlySet<string> = new Set([
  'withdrawn',
  'embargoed',
  'not_licensable',
  'agency_content',
  'co_published',
  'not_ours',
  'ask_author',
  'rights_unsettled',
  'supplied_content',
]);

const oneReader: Use = { ...plainUse, reach: { kind: 'exactly', value: 1 } };

// Of ordinary length, so that the order of uses is that of nearly every article.
const plainArticle: ArticleFacts = {
  at: '2026-01-01T00:00:00Z',
  language: 'en',
  wordCount: 900,
  paragraphCount: 20,
  section: '',
  tags: [],
  ageDays: 0,
  provenance: 'staff',
  licensable: true,
  embargoUntil: null,
  withdrawn: false,
  ccLicence: null,
  coPublished: false,
  rightsCheck: 'clear',
  rightsholder: '',
  pictures: [],
  text: null,
};

// The order hangs on the tariff alone; a tariff never changes, so it is found once for each.
const orders = new WeakMap<Tariff, readonly Use[]>();

/** For each medium, purpose and class the cheapest term, cheapest first. */
export function cheapestUses(tariff: Tariff): readonly Use[] {
  const known = orders.get(tariff);
  if (known !== undefined) return known;
  const found = combinations(tariff)
    .map((choices) => cheapest(tariff, choices))
    .filter((priced) => priced !== null)
    .toSorted((one, other) => one.net - other.net)
    .map(({ use }) => use);
  orders.set(tariff, found);
  return found;
}

function combinations(tariff: Tariff): Use[] {
  const answers = detailAnswers(tariff);
  return media.flatMap((medium) =>
    purposes.flatMap((purpose) =>
      organisationTypes.flatMap((organisation) =>
        answers.map((details) => ({
          ...oneReader,
          medium,
          purpose,
          organisation,
          details,
          territory: medium === 'print' || medium === 'book' ? ['GB'] : ['world'],
        })),
      ),
    ),
  );
}

const mostAnswers = 24;

/** All ways to answer the tariff's own questions; each only as its first choice where they are too many. */
function detailAnswers({ details }: Tariff): Use['details'][] {
  const count = details.reduce((product, { choices }) => product * choices.length, 1);
  let answers: Use['details'][] = [{}];
  for (const { name, choices } of details) {
    const tried = count > mostAnswers ? choices.slice(0, 1) : choices;
    answers = answers.flatMap((others) => tried.map(({ value }) => ({ ...others, [name]: value })));
  }
  return answers;
}

function cheapest(tariff: Tariff, use: Use): { use: Use; net: number } | null {
  let best: { use: Use; net: number } | null = null;
  for (const duration of durations) {
    const candidate = { ...use, duration };
    const { answer, net } = quote(tariff, candidate, plainArticle);
    if (answer === 'price' && (best === null || net < best.net)) best = { use: candidate, net };
  }
  return best;
}
