import { isDeepStrictEqual } from 'node:util';
import { standingFrom, whoAsks, type Asker } from '../../organisations/actions/standing.ts';
import type { Tx } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import type { Answer } from '../../pricing/rules/answer-together.ts';
import { isNoWorse } from '../rules/no-worse.ts';
import {
  itemsOf,
  moveRequest,
  setAnswer,
  type ItemWithArticle,
  type RequestRow,
} from '../store/requests.ts';
import { countLicencesOfOrganisation } from '../store/volume.ts';
import { answersWithStanding, casesOf, type Kept } from './answer-items.ts';

const monthMs = 30 * 86_400_000;

/**
 * Answers a request anew by what is known of who asks: only for a confirmed address, at the tariff version and by the
 * article's facts of the day it was asked. What is known can only help: a dearer answer is kept only where the volume
 * of the whole organisation decides it, or where the allowance that was to pay has nothing left. Use and quote are
 * stored anew with an event, and the request counts as changed. Returns the request as it is now, and null in place of
 * the answers where nothing changed. Call it with the request locked.
 */
export async function requote(
  tx: Tx,
  request: RequestRow,
  { by, why }: { by: Actor; why: 'confirmed' | 'proof' | 'asked' },
): Promise<{ request: RequestRow; answers: Kept[] | null }> {
  const { email, organisation_type: organisationType } = request;
  const asker = await whoAsks(tx.db, { email, organisationType }, tx.now());
  const items = await itemsOf(tx.db, request.id);
  const answers = await answersNow(tx, request, { asker, items });
  if (answers === null || items.every((item, at) => same(item, answers[at])))
    return { request, answers: null };
  for (const [at, { id }] of items.entries()) await setAnswer(tx.db, id, answers[at]!);
  const moved = await moveRequest(tx.db, request, { state: request.state });
  if (moved === null) throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'request', id: request.id },
    verb: 'requote',
    by,
    before: request.state,
    after: request.state,
    data: {
      why,
      organisation: asker.organisation?.id ?? null,
      verified: asker.verified,
      was: items.map(({ quote }) => ({ answer: quote.answer, total: quote.total })),
      is: answers.map(({ quote }) => ({ answer: quote.answer, total: quote.total })),
    },
  });
  return { request: moved, answers };
}

const same = ({ use, quote }: ItemWithArticle, answer: Answer | undefined): boolean =>
  isDeepStrictEqual({ use, quote }, answer && { use: answer.use, quote: answer.quote });

interface Known {
  asker: Asker;
  items: readonly ItemWithArticle[];
}

/** The answers as they should stand; null where there is nothing to say anew. */
async function answersNow(
  tx: Tx,
  request: RequestRow,
  { asker, items }: Known,
): Promise<Kept[] | null> {
  const open = asker.allowances.filter(({ left }) => left > 0).map(({ id }) => id);
  const stands = items.every(({ quote: { allowance } }) => !allowance || open.includes(allowance));
  if (asker.organisation === null && stands) return null;
  const licencesLast30Days = await volumeOf(tx, asker, items);
  const cases = await casesOf(tx, request, items);
  const known = answersWithStanding(cases, () => ({ ...standingFrom(asker), licencesLast30Days }));
  // Without the volume of colleagues the answer of the day is the measure, though the article changed since.
  const base = items.every(({ use }) => use.standing.licencesLast30Days === licencesLast30Days)
    ? items.map(({ use, quote, article }) => ({ use, quote, article }))
    : answersWithStanding(cases, (standing) => ({ ...standing, licencesLast30Days }));
  const quotes = (answers: readonly Answer[]) => answers.map(({ quote }) => quote);
  return !stands || isNoWorse(quotes(known), quotes(base)) ? known : base;
}

/** How many licences the organisation was issued within thirty days; of the address where it is not known. */
async function volumeOf(
  tx: Tx,
  { organisation }: Asker,
  [first]: readonly ItemWithArticle[],
): Promise<number> {
  if (organisation === null) return first?.use.standing.licencesLast30Days ?? 0;
  const since = new Date(tx.now().getTime() - monthMs);
  return countLicencesOfOrganisation(tx.db, organisation.id, since);
}
