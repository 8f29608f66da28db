import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { dateTimeText } from '../../platform/formats.ts';
import type { Settings } from '../../platform/settings.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { offeredArticle } from '../../requests/rules/words.ts';
import { cancellationWords, type Cancellation } from '../../terms/rules/cancellation.ts';
import { formatMoney } from '../../values/money.ts';
import { cardProblem } from '../rules/card.ts';
import type { InvoiceState } from '../rules/invoice.ts';
import { payState, type PayState } from '../rules/pay-state.ts';
import { invoicePart, openOf } from './invoice-part.ts';
import type { PayRead } from './pay-page.ts';

/** What the view shows: finished words and figures. */
export interface PayPageData {
  state: PayState;
  [name: string]: unknown;
}

/** The pay page in the words of the newsroom's language. */
export function payPageData(
  ctx: Context,
  res: Response,
  { read, returned }: { read: PayRead; returned: boolean },
): PayPageData {
  const { request, offer, attempt, payment, refused } = read;
  const settings = res.locals['settings'] as Settings;
  const facts = {
    request: request.state,
    isPaid: payment !== null,
    isRefunded: payment !== null && payment.refunded === payment.amount,
    attempt: attempt?.state ?? null,
    offerEnds: offer?.state === 'current' ? offer.expires_at : null,
    refused: refused !== null,
    invoice: (openOf(read.documents)?.state ?? null) as InvoiceState | null,
    returned,
  };
  const token = ctx.links.token('pay', request.id);
  return {
    state: payState(facts, ctx.now()),
    ...{ token, taxChanged: false },
    ...invoicePart(read.documents, token, settings),
    invoiceDays: settings.invoiceDays,
    reference: request.reference,
    seller: sellerOf(settings),
    buyer: buyerOf(request),
    contact: request.contact_name,
    ownReference: request.own_reference,
    offer: offer === null || offer.kind === 'free' ? null : offerWords(ctx, offer, settings),
    card: cardIsPossible(ctx, offer),
    bankDetails: settings.bankDetails,
    refused:
      refused === null
        ? null
        : ctx.views.translator.t(settings.language, refused.text, refused.params),
    ...receivedOf(payment, settings),
    licences: read.licences,
  };
}

function sellerOf({ legalName, name, address, vatNumber, email }: Settings): object {
  return { name: legalName || name, address, vatNumber, email };
}

/** When it was paid, and what of it was given back. */
function receivedOf(payment: PayRead['payment'], { language }: Settings): object {
  if (payment === null) return { paidAt: null, refunded: null };
  const { paid_at: paidAt, refunded, currency } = payment;
  return {
    paidAt,
    refunded: refunded === 0 ? null : formatMoney({ amount: refunded, currency }, language),
  };
}

/** What the offer's terms say of giving the licence back, in the language of the page; null where they are older. */
function cancellation(
  ctx: Context,
  offer: NonNullable<PayRead['offer']>,
  language: string,
): string | null {
  if (offer.cancellation === null) return null;
  const { text, params } = cancellationWords(offer.cancellation as Cancellation);
  return ctx.views.translator.t(language, text, params);
}

function cardIsPossible({ checkout }: Context, offer: PayRead['offer']): boolean {
  if (checkout === null || offer === null) return false;
  return cardProblem({ amount: offer.total, currency: offer.currency }) === null;
}

interface Billing {
  legalName?: string;
  billingAddress?: string;
  vatNumber?: string;
}

function buyerOf(request: PayRead['request']): object {
  const billing = (request.billing ?? {}) as Billing;
  return {
    name: billing.legalName || request.organisation,
    address: billing.billingAddress ?? '',
    vatNumber: billing.vatNumber ?? '',
  };
}

function offerWords(
  ctx: Context,
  offer: NonNullable<PayRead['offer']>,
  { language, timeZone }: Settings,
): object {
  const t = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
    ctx.views.translator.t(language, key, params);
  const sum = (amount: number): string =>
    formatMoney({ amount, currency: offer.currency }, language);
  return {
    version: offer.version,
    items: (offer.items as OfferItem[]).map((item) =>
      offeredArticle(item, offer.currency, { t, locale: language }),
    ),
    net: sum(offer.net),
    tax: sum(offer.tax),
    total: sum(offer.total),
    until: dateTimeText(language, offer.expires_at, timeZone),
    termsVersion: offer.terms_version,
    cancellation: cancellation(ctx, offer, language),
  };
}
