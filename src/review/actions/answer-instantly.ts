import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import { chargeProblem } from '../../payments/actions/chargeable.ts';
import type { Context, Tx } from '../../platform/context.ts';
import { Refusal } from '../../platform/errors.ts';
import { system } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { tariffOfVersion } from '../../pricing/actions.ts';
import { quote } from '../../pricing/rules/quote.ts';
import { translate } from '../../requests/actions/letters.ts';
import {
  itemsLeftOut,
  requestForChange,
  requestItems,
  type ItemWithArticle,
} from '../../requests/actions/read.ts';
import { requote } from '../../requests/actions/requote.ts';
import { requireAllowances } from '../../requests/actions/require-allowances.ts';
import { offerSums } from '../../requests/rules/offer.ts';
import { freeItems, pricedItems, rightsProblems } from './offer-items.ts';
import { grantFree, putOffer } from './put-offer.ts';

/**
 * Job `answer-instantly`: puts the tariff's own answer to the republisher without a person, where the
 * newsroom allows it and every answer is free or a price. Anything else waits for an editor, and so
 * does a request whose allowance somebody else used up meanwhile: it is answered anew first. Run
 * twice it answers once.
 */
export async function answerInstantly(
  ctx: Context,
  { requestId }: { requestId: string },
): Promise<void> {
  try {
    await ctx.transaction((tx) => answerAlone(tx, requestId));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'allowance_used_up')) throw error;
    await ctx.transaction(async (tx) => {
      const request = await requestForChange(tx.db, requestId);
      if (request?.state === 'in_review') await requote(tx, request, { by: system, why: 'asked' });
    });
  }
}

async function answerAlone(tx: Tx, requestId: string): Promise<void> {
  const request = await requestForChange(tx.db, requestId);
  const { settings } = await readSettings(tx.db);
  if (request?.state !== 'in_review' || settings.approval !== 'when_referred') return;
  // Where an article was left out, an editor has the request in hand.
  if ((await itemsLeftOut(tx.db, requestId)).length > 0) return;
  const items = await requestItems(tx.db, requestId);
  const answers = new Set(items.map(({ quote }) => quote.answer));
  if (answers.has('refer') || answers.has('refuse')) return;
  if (await needsPerson(tx, items)) return;
  const speak = { locale: settings.language, t: translate(tx, settings.language) };
  const alone = { note: '', by: system, waiver: null };
  if (!answers.has('price'))
    return grantFree(tx, request, { items: freeItems(items, speak), ...alone });
  await requireAllowances(tx, items);
  const priced = pricedItems(items, speak);
  const sum = { amount: offerSums(priced).total, currency: items[0]?.quote.currency ?? '' };
  // What nobody could pay is for an editor, who sees why.
  if ((await chargeProblem(tx, sum)) !== null) return;
  await putOffer(tx, request, { items: priced, ...alone });
}

/** Whether the articles changed since so that a person must look: what was found in them, their pictures, an excerpt. */
async function needsPerson(tx: Tx, items: readonly ItemWithArticle[]): Promise<boolean> {
  if ((await rightsProblems(tx.db, items, tx.now())).size > 0) return true;
  for (const { article_id: id, use, tariff_version: version } of items) {
    const article = await articleForLicensing(tx.db, id, tx.now());
    if (article === null) return true;
    const { answer } = quote(await tariffOfVersion(tx.db, version), use, article.facts);
    if (answer === 'refer' || answer === 'refuse') return true;
  }
  return false;
}
