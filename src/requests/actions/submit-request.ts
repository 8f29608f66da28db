import type { Context, Tx } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { recordEvent } from '../../platform/events.ts';
import { factsToKeep } from '../../pricing/rules/recompute.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { currentTerms } from '../../terms/actions.ts';
import { fullUse } from '../rules/full-use.ts';
import { shownMark } from '../rules/shown.ts';
import {
  insertFiles,
  insertItems,
  insertRequest,
  requestByFormKey,
  type RequestRow,
} from '../store/requests.ts';
import { countLicencesOf } from '../store/volume.ts';
import {
  answerBasket,
  questionsOf,
  readBasket,
  type Answered,
  type Basket,
} from './answer-articles.ts';
import { fileRows, type SubmittedFile } from './file-rows.ts';
import { aboutRequest, writeToRepublisher } from './letters.ts';
import { newRow, type Submission } from './new-request.ts';

export interface NewRequest {
  /** Slugs, the first is the article whose form it was. */
  articles: readonly string[];
  use: Use;
  submission: Submission;
  files: readonly SubmittedFile[];
  /** The mark of the answers that the page showed; left out where none was shown, such as by a command. */
  shown?: string;
}

export type Submitted =
  | { kind: 'created' | 'repeated'; request: RequestRow }
  | { kind: 'refused'; answers: Answered[] }
  | { kind: 'changed' };

const monthMs = 30 * 86_400_000;

/**
 * Takes a request: article, tariff and quote are read again here, so the price shown is the price kept. Sent again with
 * its form key it answers with the same request. Nothing is stored where any article is refused, or where the answers
 * are not those that the page showed: what was answered since, the bill's country or a new tariff may change them.
 * Throws `invalid` for terms that changed meanwhile, an unknown further article, and a form key that somebody else used.
 */
export async function submitRequest(ctx: Context, asked: NewRequest): Promise<Submitted> {
  return ctx.transaction(async (tx) => {
    const earlier = await requestByFormKey(tx.db, asked.submission.formKey);
    if (earlier !== null) return repeated(earlier, asked);
    const terms = await currentTerms(tx.db);
    if (terms.version !== asked.submission.termsVersion) throw invalid([termsChanged]);
    const basket = await readBasket(tx.db, asked.articles, tx.now());
    const { use } = questionsOf(basket, fullUse(asked.use, asked.submission));
    const answers = answerBasket(basket, use);
    if (answers.some(({ quote }) => quote.answer === 'refuse')) return { kind: 'refused', answers };
    if (asked.shown !== undefined && asked.shown !== shownMark(answers)) return { kind: 'changed' };
    const request = await insertRequest(
      tx.db,
      await newRow(tx, { ...asked, termsHash: terms.hash }),
    );
    if (request === null) return lostRace(tx, asked);
    const kept = await withVolume(tx, basket, { use, asked });
    await insertParts(tx, request, { asked, answers: kept });
    await recordEvent(tx, {
      requestId: request.id,
      subject: { type: 'request', id: request.id },
      verb: 'submit',
      by: { type: 'republisher', id: null, name: request.contact_name },
      after: request.state,
      data: { answers: kept.map(({ slug, quote }) => ({ slug, answer: quote.answer })) },
    });
    await writeToRepublisher(tx, request, 'verify-address', {
      ...(await aboutRequest(tx, request)),
      verifyUrl: verifyUrl(tx, request),
    });
    return { kind: 'created', request };
  });
}

const termsChanged = {
  field: 'agreeTerms',
  message: 'Our terms changed in the meantime. Read the new version and confirm it.',
};
const keyTaken = {
  field: 'formKey',
  message:
    'This form was sent before with another e-mail address. Send it again to make a new request.',
};

function repeated(request: RequestRow, { submission }: NewRequest): Submitted {
  // Whoever guesses or copies a key must not be led to another person's page.
  if (request.email !== submission.email) throw invalid([keyTaken]);
  return { kind: 'repeated', request };
}

/** The same form arrived twice at once and the other copy was faster. */
async function lostRace(tx: Tx, asked: NewRequest): Promise<Submitted> {
  const winner = await requestByFormKey(tx.db, asked.submission.formKey);
  if (winner === null) throw new Error('a form key is neither new nor taken');
  return repeated(winner, asked);
}

/**
 * The answers by how much this address licensed lately. Nobody sees them before the address is confirmed: whoever
 * types another's would learn of it.
 */
async function withVolume(
  tx: Tx,
  basket: Basket,
  { use, asked }: { use: Use; asked: NewRequest },
): Promise<Answered[]> {
  const since = new Date(tx.now().getTime() - monthMs);
  const licencesLast30Days = await countLicencesOf(tx.db, asked.submission.email, since);
  return answerBasket(basket, { ...use, standing: { ...use.standing, licencesLast30Days } });
}

interface Parts {
  asked: NewRequest;
  answers: readonly Answered[];
}

async function insertParts(tx: Tx, request: RequestRow, parts: Parts): Promise<void> {
  const { asked, answers } = parts;
  const items = answers.map(({ articleId, use, quote, facts }, position) => ({
    id: tx.newId(),
    request_id: request.id,
    position,
    article_id: articleId,
    use: JSON.stringify(use),
    quote: JSON.stringify(quote),
    article: JSON.stringify(factsToKeep(facts, use)),
    tariff_version: quote.tariffVersion,
  }));
  await insertItems(tx.db, items);
  await insertFiles(tx.db, fileRows(tx, request, asked.files));
}

function verifyUrl(tx: Tx, { id }: RequestRow): string {
  const page = `/requests/${tx.links.placeholder('request', id)}`;
  return tx.links.to(`${page}?verify=${tx.links.placeholder('verify', id)}`);
}
