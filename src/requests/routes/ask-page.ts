import type { Response } from 'express';
import { answerView } from '../../articles/rules/answer-view.ts';
import { articlePath } from '../../articles/rules/paths.ts';
import type { Context } from '../../platform/context.ts';
import type { Problem } from '../../platform/errors.ts';
import { page, type Typed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { editNames } from '../../pricing/rules/names.ts';
import { usePairs } from '../../pricing/rules/use-pairs.ts';
import { editKinds, type Use } from '../../pricing/rules/use.ts';
import { currentTerms } from '../../terms/actions.ts';
import { countryCodes, countryName } from '../../values/country.ts';
import { formatMoney } from '../../values/money.ts';
import { noBill } from '../actions/new-request.ts';
import { articlesNamed } from '../actions/read.ts';
import { answerArticles, type Answered } from '../actions/submit-request.ts';
import { useWords, type Speak } from '../rules/words.ts';

/** Everything the form page is shown from; nothing typed gets lost between two showings. */
export interface Asked {
  slug: string;
  /** Null while the answers about the use do not fit together. */
  use: Use | null;
  /** What was answered about the use, where it is no use yet. */
  usePairs?: Typed | undefined;
  also: readonly string[];
  /** Null for a form that was never sent: it gets a new key. */
  formKey: string | null;
  values?: Typed;
  problems?: readonly Problem[];
  status?: number;
}

/** Shows the form with what is asked for, the price of today and everything typed so far. */
export async function showAskPage(ctx: Context, res: Response, asked: Asked): Promise<void> {
  const speak = speakOf(ctx, res);
  const slugs = [asked.slug, ...asked.also];
  const answers = await answersFor(ctx, { slugs, use: asked.use });
  const settings = res.locals['settings'] as Settings;
  const promise = { approval: settings.approval, workingDays: settings.promiseWorkingDays };
  const terms = await currentTerms(ctx.db);
  const [article, ...also] = answers;
  const pairs = asked.use === null ? (asked.usePairs ?? {}) : usePairs(asked.use);
  const data = {
    article,
    also,
    useWords: asked.use === null ? null : useWords(asked.use, speak),
    useAddress: `${articlePath(asked.slug)}?${new URLSearchParams(shortPairs(pairs)).toString()}`,
    useFields: pairs['excerpt'] ? hiddenFields(pairs) : null,
    answers: answers.flatMap(({ title, language, quote }) =>
      quote === null
        ? []
        : [
            {
              title,
              language,
              answer: answerView(quote, promise, speak, { language, credit: null }),
            },
          ],
    ),
    total: basketTotal(answers, speak),
    refused: answers.some(({ quote }) => quote?.answer === 'refuse'),
    priced: answers.some(({ quote }) => quote?.answer === 'price'),
    hidden: hiddenFields(pairs),
    formKey: asked.formKey ?? ctx.newToken(),
    terms: { version: terms.version, url: `/terms/${terms.version}` },
    ...choices(speak),
    bill: noBill,
    values: asked.values ?? {},
    problems: asked.problems ?? [],
  };
  res.set('Cache-Control', 'no-store');
  page(res, 'requests/form', data, asked.status ?? 200);
}

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

type Shown = Omit<Answered, 'quote'> & { quote: Answered['quote'] | null };

async function answersFor(
  ctx: Context,
  { slugs, use }: { slugs: readonly string[]; use: Use | null },
): Promise<Shown[]> {
  if (use !== null) return answerArticles(ctx.db, { slugs, use, now: ctx.now() });
  const known = await articlesNamed(ctx.db, slugs, ctx.now());
  return known.map((article) => ({ ...article, quote: null }));
}

/** What a basket costs together; null for a single article and where not every answer is a price. */
function basketTotal(
  answers: readonly Shown[],
  speak: Speak,
): { label: string; figure: string } | null {
  const quotes = answers.map(({ quote }) => quote).filter((quote) => quote?.answer === 'price');
  if (answers.length < 2 || quotes.length < answers.length) return null;
  const amount = quotes.reduce((sum, quote) => sum + (quote?.total ?? 0), 0);
  const currency = quotes[0]?.currency ?? '';
  return { label: speak.t('Together'), figure: formatMoney({ amount, currency }, speak.locale) };
}

function hiddenFields(pairs: Typed): { name: string; value: string }[] {
  return Object.entries(pairs).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
}

/** For an address: without the text of an excerpt, which is too long for one. */
function shortPairs(pairs: Typed): [string, string][] {
  return hiddenFields(pairs)
    .filter(({ name, value }) => name !== 'excerpt' && value !== '')
    .map(({ name, value }) => [name, value]);
}

/** The choices that the fields of the form offer. */
export function choices({ t, locale }: Speak) {
  const collator = new Intl.Collator(locale);
  return {
    edits: editKinds.map((value) => ({ value, label: t(editNames[value]), hint: null })),
    countries: countryCodes
      .map((value) => ({ value, label: countryName(value, locale) }))
      .sort((one, other) => collator.compare(one.label, other.label)),
    payWays: [
      { value: 'card', label: t('By card, once we have agreed'), hint: null },
      { value: 'invoice', label: t('By invoice and bank transfer'), hint: null },
    ],
  };
}
