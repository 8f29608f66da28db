import type Stripe from 'stripe';
import { completeSession, failSession, settleSession } from './checkout.ts';
import { invoiceFailed, invoicePaidByIntent } from './invoicing.ts';
import { idOf, type World } from './world.ts';

/** What depends on a payment, and hears how it went. */
type Purpose = {
  paid(): void;
  underWay(): void;
  paidLater(): void;
  failedLater(): void;
  declined(): void;
};

const nothing = () => undefined;
const none: Purpose = {
  paid: nothing,
  underWay: nothing,
  paidLater: nothing,
  failedLater: nothing,
  declined: nothing,
};

/** The checkout session or the invoice that an intent is for; neither when it was made by the API. */
export function purposeOf(world: World, intent: Stripe.PaymentIntent): Purpose {
  const session = sessionFor(world, intent.id);
  if (session)
    return {
      paid: () => completeSession(world, session, 'paid'),
      underWay: () => completeSession(world, session, 'unpaid'),
      paidLater: () => settleSession(world, session),
      failedLater: () => failSession(world, session),
      declined: nothing,
    };
  const invoice = invoiceFor(world, intent.id);
  if (!invoice) return none;
  const paid = () => invoicePaidByIntent(world, invoice, intent);
  return { ...none, paid, paidLater: paid, declined: () => invoiceFailed(world, invoice) };
}

export const sessionFor = (world: World, intent: string) =>
  [...world.records.sessions.values()].find(
    ({ session }) => idOf(session.payment_intent) === intent,
  );

export function invoiceFor(world: World, intent: string): Stripe.Invoice | undefined {
  const payment = [...world.records.invoicePayments.values()].find(
    (each) => idOf(each.payment.payment_intent) === intent,
  );
  return world.records.invoices.get(idOf(payment?.invoice) ?? '');
}
