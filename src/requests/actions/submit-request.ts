import type { Kysely } from 'kysely';
import type { Context, Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { invalid } from '../../platform/errors.ts';
import { recordEvent } from '../../platform/events.ts';
import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import { isPublic } from '../../articles/rules/facts.ts';
import { currentTariff } from '../../pricing/actions.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { quote } from '../../pricing/rules/quote.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { currentTerms } from '../../terms/actions.ts';
import {
  countLicencesOf,
  insertFiles,
  insertItems,
  insertRequest,
  requestByFormKey,
  type RequestRow,
} from '../store/requests.ts';
import { aboutRequest, writeToRepublisher } from './letters.ts';
import { newRow, type Submission } from './new-request.ts';

interface SubmittedFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

export interface NewRequest {
  /** Slugs, the first is the article whose form it was. */
  articles: readonly string[];
  use: Use;
  submission: Submission;
  files: readonly SubmittedFile[];
}

/** An article of the request with the answer to it. */
export interface Answered {
  slug: string;
  title: string;
  language: string;
  articleId: string;
  quote: Quote;
}

export type Submitted =
  { kind: 'created' | 'repeated'; request: RequestRow } | { kind: 'refused'; answers: Answered[] };

const monthMs = 30 * 86_400_000;

/**
 * Takes a request: article, tariff and quote are read again here, so the price shown is the price
 * kept. Sent again with its form key it answers with the same request. Where any article is refused
 * nothing is stored. Throws `invalid` for terms that changed meanwhile, an unknown further article,
 * and a form key that somebody else used.
 */
export async function submitRequest(ctx: Context, asked: NewRequest): Promise<Submitted> {
  return ctx.transaction(async (tx) => {
    const earlier = await requestByFormKey(tx.db, asked.submission.formKey);
    if (earlier !== null) return repeated(earlier, asked);
    const terms = await currentTerms(tx.db);
    if (terms.version !== asked.submission.termsVersion) throw invalid([termsChanged]);
    const use = await withStanding(tx, asked);
    const answers = await answerArticles(tx.db, {
      slugs: asked.articles,
      use,
      now: tx.now(),
    });
    if (answers.some(({ quote }) => quote.answer === 'refuse')) return { kind: 'refused', answers };
    const request = await insertRequest(
      tx.db,
      await newRow(tx, { ...asked, termsHash: terms.hash }),
    );
    if (request === null) return lostRace(tx, asked);
    await insertParts(tx, request, { asked, use, answers });
    await recordEvent(tx, {
      requestId: request.id,
      subject: { type: 'request', id: request.id },
      verb: 'submit',
      by: { type: 'republisher', id: null, name: request.contact_name },
      after: request.state,
      data: { answers: answers.map(({ slug, quote }) => ({ slug, answer: quote.answer })) },
    });
    await writeToRepublisher(tx, request, 'verify-address', {
      ...(await aboutRequest(tx, request)),
      verifyUrl: verifyUrl(tx, request),
    });
    return { kind: 'created', request };
  });
}

const unknownArticle = { field: 'also', message: 'An article was not found.' };
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

async function withStanding(tx: Tx, { use, submission }: NewRequest): Promise<Use> {
  const since = new Date(tx.now().getTime() - monthMs);
  const licencesLast30Days = await countLicencesOf(tx.db, submission.email, since);
  return { ...use, standing: { ...use.standing, licencesLast30Days } };
}

/**
 * The answer to one use of several articles, by their slugs, as article and tariff stand now. An
 * article that is not there, or not for the public, is a problem of the field `also`.
 */
export async function answerArticles(
  db: Kysely<DB>,
  { slugs, use, now }: { slugs: readonly string[]; use: Use; now: Date },
): Promise<Answered[]> {
  const { tariff } = await currentTariff(db, now);
  const answers: Answered[] = [];
  for (const slug of slugs) {
    const article = await articleForLicensing(db, slug, now);
    if (article === null || !isPublic(article.row, now)) throw invalid([unknownArticle]);
    const { id, title, language } = article.row;
    const answer = quote(tariff, use, article.facts);
    answers.push({ slug, title, language, articleId: id, quote: answer });
  }
  return answers;
}

interface Parts {
  asked: NewRequest;
  use: Use;
  answers: readonly Answered[];
}

async function insertParts(tx: Tx, request: RequestRow, parts: Parts): Promise<void> {
  const { asked, use, answers } = parts;
  const items = answers.map(({ articleId, quote }, position) => ({
    id: tx.newId(),
    request_id: request.id,
    position,
    article_id: articleId,
    use: JSON.stringify(use),
    quote: JSON.stringify(quote),
    tariff_version: quote.tariffVersion,
  }));
  await insertItems(tx.db, items);
  const files = asked.files.map((file) => ({
    id: tx.newId(),
    request_id: request.id,
    name: file.name,
    media_type: file.mediaType,
    size: file.bytes.length,
    sha256: file.sha256,
    bytes: file.bytes,
    created_at: tx.now(),
  }));
  await insertFiles(tx.db, files);
}

function verifyUrl(tx: Tx, { id }: RequestRow): string {
  const page = `/requests/${tx.links.placeholder('request', id)}`;
  return tx.links.to(`${page}?verify=${tx.links.placeholder('verify', id)}`);
}
