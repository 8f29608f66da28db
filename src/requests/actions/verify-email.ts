import type { Context, Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { notFound } from '../../platform/errors.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { flagWords } from '../../pricing/rules/reasons.ts';
import { promiseAfter } from '../rules/clocks.ts';
import { answerWords, coveredWords, knownByAddress, useWords } from '../rules/words.ts';
import { itemsOf, lockRequest, type RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { coveringAllowances } from './covered.ts';
import { aboutRequest, translate, writeToRepublisher, writeToStaff } from './letters.ts';
import { requote } from './requote.ts';

/** The republisher of a request as the history names them. */
export function republisher(request: RequestRow): Actor {
  return { type: 'republisher', id: null, name: request.contact_name };
}

/**
 * The address was confirmed: what is known of its organisation counts from now on, the request goes to
 * the editors, an answer is promised, both sides get a letter. Where the newsroom lets the tariff
 * answer alone, a job does so at once. Pressed again it does nothing; a request that ended meanwhile
 * is a conflict.
 */
export async function verifyEmail(ctx: Context, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx.db, requestId);
    if (request === null) throw notFound();
    if (request.email_verified_at !== null) return;
    const { settings } = await readSettings(tx.db);
    const promisedAt = promiseAfter(tx.now(), settings.promiseWorkingDays, settings.timeZone);
    const by = republisher(request);
    const known = await requote(tx, request, { by, why: 'confirmed' });
    const verified = await advance(tx, known.request, 'verify', {
      by,
      set: { email_verified_at: tx.now(), promised_at: promisedAt },
    });
    await writeToRepublisher(tx, verified, 'request-received', {
      ...(await aboutRequest(tx, verified)),
      promisedAt,
      known: known.answers === null ? [] : await knownWords(tx, verified, settings),
    });
    await tellStaff(tx, verified, { settings, promisedAt });
    await answerAlone(tx, verified, settings);
  });
}

/** What the tariff answers now that we know who asks, a sentence for each article. */
async function knownWords(tx: Tx, request: RequestRow, settings: Settings): Promise<string[]> {
  const items = await itemsOf(tx.db, request.id);
  const speak = { locale: settings.language, t: translate(tx, settings.language) };
  const allowances = await coveringAllowances({ db: tx.db, now: tx.now() }, items);
  return [
    speak.t(knownByAddress),
    ...items.map(({ title, quote }) => `${title}: ${answerWords(quote, speak)}`),
    ...coveredWords(allowances, speak),
  ];
}

async function tellStaff(
  tx: Tx,
  request: RequestRow,
  { settings, promisedAt }: { settings: Settings; promisedAt: Date },
): Promise<void> {
  const items = await itemsOf(tx.db, request.id);
  const speak = { locale: settings.language, t: translate(tx, settings.language) };
  const flags = new Set(items.flatMap(({ quote }) => quote.flags));
  await writeToStaff(tx, request, 'staff-new-request', {
    ...(await aboutRequest(tx, request)),
    author: request.contact_name,
    organisation: request.organisation,
    uses: items.map(({ use }) => useWords(use, speak)),
    answer: items.map(({ quote }) => answerWords(quote, speak)).join(' · '),
    flags: [...flags].map((flag) => speak.t(flagWords(flag).text, flagWords(flag).params)),
    promisedAt,
  });
}

async function answerAlone(tx: Tx, request: RequestRow, settings: Settings): Promise<void> {
  if (settings.approval !== 'when_referred') return;
  const items = await itemsOf(tx.db, request.id);
  if (items.every(({ quote }) => quote.answer === 'price' || quote.answer === 'free'))
    await tx.enqueue('answer-instantly', { requestId: request.id }, { key: request.id });
}
