import type { Context, Tx } from '../../platform/context.ts';
import { eachRow } from '../../platform/each.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { dueClock, lapsesAt, type ClockFacts } from '../rules/clocks.ts';
import { dueRequestIds, mayStillBePaid, remindersSince } from '../store/clocks.ts';
import { latestQuestion } from '../store/messages.ts';
import { offerInForce, type OfferRow } from '../store/offers.ts';
import { lockRequest, type RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { aboutRequest, offerLetter, translate, writeToRepublisher } from './letters.ts';

/**
 * Job `tick-clocks`: sends each reminder that is due once, and ends what waited too long. Each request
 * is looked at again under its lock, so two workers at once do no more than one. A request that fails
 * keeps no other waiting; the failures are thrown together afterwards.
 */
export async function tickClocks(ctx: Context): Promise<void> {
  const now = ctx.now();
  await eachRow<string>(ctx, (wanted) => dueRequestIds(ctx.db, now, wanted), {
    work: tickOne,
    words: (count) => `the clocks of ${count} requests failed`,
  });
}

interface Clocked {
  request: RequestRow;
  offer: OfferRow | null;
  settings: Settings;
  facts: ClockFacts;
}

async function tickOne(tx: Tx, id: string): Promise<void> {
  const request = await lockRequest(tx.db, id);
  if (request === null) return;
  const offer = await offerInForce(tx.db, id);
  const { settings } = await readSettings(tx.db);
  const facts: ClockFacts = {
    state: request.state,
    createdAt: request.created_at,
    changedAt: request.changed_at,
    offerExpiresAt: offer?.expires_at ?? null,
    reminded: await remindersSince(tx.db, id, request.changed_at),
    payment: await mayStillBePaid(tx.db, id, tx.now()),
  };
  const due = dueClock(facts, settings.needsInfoDays, tx.now());
  const clocked = { request, offer, settings, facts };
  if (due?.kind === 'lapse') await lapse(tx, clocked);
  if (due?.kind === 'remind') await remind(tx, clocked, due.key);
}

async function lapse(tx: Tx, { request }: Clocked): Promise<void> {
  const why = {
    unverified: 'unconfirmed' as const,
    needs_info: 'unanswered' as const,
  }[request.state as string];
  const ended = await advance(tx, request, 'lapse', { by: system });
  await writeToRepublisher(tx, ended, 'lapsed', {
    ...(await aboutRequest(tx, ended)),
    why: why ?? 'offer_ended',
  });
}

async function remind(tx: Tx, clocked: Clocked, key: string): Promise<void> {
  const { request } = clocked;
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'request', id: request.id },
    verb: 'remind',
    by: system,
    before: request.state,
    after: request.state,
    data: { key },
  });
  if (request.state === 'needs_info') return remindOfQuestion(tx, clocked);
  if (clocked.offer === null) return;
  if (request.state === 'accepted') return remindOfPayment(tx, request, clocked);
  return remindOfOffer(tx, clocked, clocked.offer);
}

async function remindOfQuestion(tx: Tx, { request, settings, facts }: Clocked): Promise<void> {
  const question = await latestQuestion(tx.db, request.id);
  if (question === null) return;
  const t = translate(tx, settings.language);
  await writeToRepublisher(tx, request, 'question', {
    ...(await aboutRequest(tx, request)),
    author: question.author_name,
    message: `${t('This is a reminder of our question:')}\n\n${question.body}`,
    replyBy: lapsesAt(facts, settings.needsInfoDays) ?? tx.now(),
  });
}

async function remindOfOffer(
  tx: Tx,
  { request, settings }: Clocked,
  offer: OfferRow,
): Promise<void> {
  const letter = await offerLetter(tx, request, { offer, settings });
  const reminder = translate(tx, settings.language)('This is a reminder: the offer ends soon.');
  await writeToRepublisher(tx, request, 'offer', {
    ...(await aboutRequest(tx, request)),
    ...letter,
    replaces: false,
    note: [reminder, letter.note].filter((part) => part !== '').join('\n\n'),
  });
}

async function remindOfPayment(
  tx: Tx,
  request: RequestRow,
  { offer, settings }: Clocked,
): Promise<void> {
  if (offer === null) return;
  await writeToRepublisher(tx, request, 'payment-waiting', {
    ...(await aboutRequest(tx, request)),
    amount: offer.total,
    currency: offer.currency,
    how: 'transfer',
    bankDetails: settings.bankDetails,
  });
}
