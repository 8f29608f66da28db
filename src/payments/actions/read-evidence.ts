import type { Context } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import type { Evidence } from '../rules/evidence.ts';
import { disputesOfPayment } from '../store/disputes.ts';
import * as store from '../store/evidence.ts';
import { paymentById } from '../store/payments.ts';
import { refundsOfPayment } from '../store/refunds.ts';

/** Reads everything that proves a sale; null where there is no such payment. */
export async function readEvidence(ctx: Context, paymentId: string): Promise<Evidence | null> {
  const { db, links } = ctx;
  const payment = await paymentById(db, paymentId);
  if (payment === null) return null;
  const { request_id: requestId, offer_id: offerId } = payment;
  const { settings } = await readSettings(db);
  const counts = payment.kind === 'primary';
  const of = <T>(read: (of: typeof db, id: string) => Promise<T[]>): Promise<T[]> =>
    requestId === null ? Promise.resolve([]) : read(db, requestId);
  const letters = await of(store.lettersSent);
  return {
    ...{ madeAt: ctx.now(), portal: links.baseUrl, seller: settings, payment },
    refunds: await refundsOfPayment(db, paymentId),
    disputes: await disputesOfPayment(db, paymentId),
    request: requestId === null ? null : await store.requestSold(db, requestId),
    offer: offerId === null ? null : await store.offerSold(db, offerId),
    acceptance: offerId === null ? null : await store.acceptanceOf(db, offerId),
    licences: counts ? await of(store.licencesSold) : [],
    letters: letters.map((letter) => ({ ...letter, text: links.mask(letter.text) })),
    messages: await of(store.messagesSaid),
    openings: counts ? await of(store.openingsOf) : [],
    events: await of(store.historySold),
  };
}
