import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import type { OfferItem } from '../rules/offer.ts';
import { acceptanceOf, insertAcceptance, offerInForce, type OfferRow } from '../store/offers.ts';
import { itemsOf, lockRequest, setBilling, type RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { billingOf, type Billing } from './new-request.ts';
import { requireAllowances } from './require-allowances.ts';
import { requireRightsToday } from './rights-today.ts';
import { offerForBill } from './tax-of-bill.ts';
import { republisher } from './verify-email.ts';

/** What is known of the moment of acceptance besides the clock. */
export interface Evidence {
  /** The version of the offer on the page where the button was pressed. */
  offerVersion: number;
  /** Network address and browser as they showed themselves. */
  address: string;
  agent: string;
  /** What the button said, written again by the server. */
  button: string;
  /** The bill's address where the page asked for it. */
  billing: Billing | null;
}

/**
 * Accepts the offer in force and records who, when, from where, which terms and which offer, word for
 * word. Pressed again it does nothing. Where the bill changes the tax nothing is accepted: a newer version is
 * returned, to be shown first. Refuses with conflict('offer_replaced') where the page showed
 * another version, conflict('offer_expired') after its last moment, conflict('rights_refused') where an
 * article may not be licensed at this instant, conflict('allowance_used_up') where the allowance that pays for one has
 * nothing left, conflict('already_changed') else.
 */
export async function acceptOffer(
  ctx: Context,
  requestId: string,
  evidence: Evidence,
): Promise<OfferRow> {
  return ctx.transaction(async (tx) => {
    const request = await lockRequest(tx.db, requestId);
    if (request === null) throw notFound();
    const offer = await offerInForce(tx.db, requestId);
    if (offer === null) throw conflict('already_changed');
    if (offer.version !== evidence.offerVersion) throw conflict('offer_replaced');
    if ((await acceptanceOf(tx.db, offer.id)) !== null) return offer;
    if (offer.expires_at <= tx.now()) throw conflict('offer_expired');
    await requireRightsToday(tx.db, requestId, tx.now());
    const { billing } = evidence;
    if (billing !== null) {
      await setBilling(tx.db, requestId, billingOf(billing));
      if (await offerForBill(tx, request, { offer, billing })) return newOffer(tx, requestId);
    }
    await requireAllowances(tx, await coveredBy(tx, offer));
    await recordAcceptance(tx, { request, offer, evidence });
    await advance(tx, request, 'accept', {
      by: republisher(request),
      data: { offerVersion: offer.version, offerHash: offer.hash, termsHash: offer.terms_hash },
    });
    // Committed with the acceptance, so that the wish cannot be lost.
    if (wishesInvoice(billing ?? request.billing))
      await tx.enqueue('order-invoice', { requestId }, { key: requestId });
    return offer;
  });
}

const wishesInvoice = (billing: unknown): boolean =>
  (billing as Partial<Billing> | null)?.payBy === 'invoice';

/** The articles of an offer that an allowance pays for: those that staff put a price on it does not. */
async function coveredBy(tx: Tx, offer: OfferRow): Promise<Awaited<ReturnType<typeof itemsOf>>> {
  const free = new Set(
    (offer.items as OfferItem[]).filter(({ total }) => total === 0).map(({ itemId }) => itemId),
  );
  return (await itemsOf(tx.db, offer.request_id)).filter(({ id }) => free.has(id));
}

async function newOffer(tx: Tx, requestId: string): Promise<OfferRow> {
  const offer = await offerInForce(tx.db, requestId);
  if (offer === null) throw new Error(`the request ${requestId} has no offer`);
  return offer;
}

async function recordAcceptance(
  tx: Tx,
  { request, offer, evidence }: { request: RequestRow; offer: OfferRow; evidence: Evidence },
): Promise<void> {
  await insertAcceptance(tx.db, {
    id: tx.newId(),
    request_id: request.id,
    offer_id: offer.id,
    actor: `${request.contact_name} <${request.email}>`,
    address: evidence.address,
    agent: evidence.agent,
    button: evidence.button,
    terms_version: offer.terms_version,
    terms_hash: offer.terms_hash,
    terms_text: offer.terms_text,
    offer_hash: offer.hash,
    offer_text: offer.text,
    accepted_at: tx.now(),
  });
}
