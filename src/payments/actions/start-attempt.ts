import type { Tx } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import type { OfferRow, RequestRow } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { sessionEnd } from '../rules/attempt.ts';
import { sessionParams, type Sale } from '../rules/session-params.ts';
import { insertAttempt, lastNumber, type AttemptRow } from '../store/attempts.ts';

/** A request that waits for money, and the offer that it waits for. */
export interface Due {
  request: RequestRow;
  offer: OfferRow;
}

/** Who presses Pay is known by the link alone. */
function payer({ organisation }: RequestRow): Actor {
  return { type: 'payer', id: null, name: organisation };
}

/**
 * Writes the attempt with the parameters and the key of its call, before the call is made: whatever
 * becomes of the answer, the same call can be repeated. Conflict where another attempt is live.
 */
export async function startAttempt(tx: Tx, due: Due, liveMoney: boolean): Promise<AttemptRow> {
  const { request, offer } = due;
  const id = tx.newId();
  const attempt = await insertAttempt(tx.db, {
    id,
    request_id: request.id,
    offer_id: offer.id,
    number: (await lastNumber(tx.db, offer.id)) + 1,
    method: 'checkout',
    state: 'creating',
    key: `checkout:${id}`,
    params: JSON.stringify(sessionParams(await saleOf(tx, due, id))),
    currency: offer.currency,
    amount: offer.total,
    live_money: liveMoney,
    created_at: tx.now(),
    changed_at: tx.now(),
  });
  if (attempt === null) throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'payment_attempt', id },
    verb: 'start_payment',
    by: payer(request),
    after: 'creating',
    data: { offerVersion: offer.version, amount: offer.total, currency: offer.currency },
  });
  return attempt;
}

async function saleOf(tx: Tx, { request, offer }: Due, attemptId: string): Promise<Sale> {
  const { settings } = await readSettings(tx.db);
  const items = offer.items as OfferItem[];
  const words = (key: string, params: Record<string, string>): string =>
    tx.views.translator.t(settings.language, key, params);
  // Placeholders, since the parameters are stored: the tokens are put in when they are sent.
  const page = tx.links.to(`/pay/${tx.links.placeholder('pay', request.id)}`);
  const { organisation, reference } = request;
  return {
    portal: tx.links.baseUrl,
    attemptId,
    requestId: request.id,
    offerId: offer.id,
    offerVersion: offer.version,
    reference,
    name: words('Licence: {titles}', { titles: items.map(({ title }) => title).join('; ') }),
    description: items.map(({ useWords }) => useWords).join('; '),
    total: offer.total,
    currency: offer.currency,
    email: (request.billing as { invoiceEmail?: string } | null)?.invoiceEmail || request.email,
    endsAt: sessionEnd(offer.expires_at, tx.now()),
    returnUrl: `${page}/return`,
    cancelUrl: page,
    note: words('For {organisation}, reference {reference}. The licence comes by e-mail.', {
      organisation,
      reference,
    }),
  };
}
