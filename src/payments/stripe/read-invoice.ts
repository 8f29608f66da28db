import type Stripe from 'stripe';
import type {
  CreditNoteThere,
  InvoicePaymentThere,
  InvoiceThere,
} from '../../platform/payment-service.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { idOf, isObject } from './shapes.ts';

/** An invoice of which kind, id, mode and state are as they must be; its sums in minor units. */
export function readInvoice(answer: unknown, liveMoney: boolean): InvoiceThere {
  if (!isInvoice(answer)) throw new CheckoutFailure('ambiguous', 'not_an_invoice');
  if (answer.livemode !== liveMoney) throw new CheckoutFailure('config', 'other_mode');
  const currency = answer.currency.toUpperCase();
  const ours = (units: number): number => fromChargeUnits(units, currency);
  return {
    id: answer.id,
    status: statusOf(answer),
    number: answer.number,
    hostedUrl: answer.hosted_invoice_url ?? null,
    pdfUrl: answer.invoice_pdf ?? null,
    customerId: idOf(answer.customer),
    currency,
    total: ours(answer.total),
    amountPaid: ours(answer.amount_paid),
    amountRemaining: ours(answer.amount_remaining),
    amountOverpaid: ours(answer.amount_overpaid),
    dueAt: answer.due_date === null ? null : new Date(answer.due_date * 1000),
    payments: (answer.payments?.data ?? []).map((payment) => readPayment(payment, ours)),
    liveMoney: answer.livemode,
    metadata: answer.metadata ?? {},
  };
}

function isInvoice(answer: unknown): answer is Stripe.Invoice {
  return (
    isObject(answer, 'invoice', /^in_\w+$/u) &&
    typeof answer['currency'] === 'string' &&
    ['total', 'amount_paid', 'amount_remaining', 'amount_overpaid'].every((name) =>
      Number.isSafeInteger(answer[name]),
    ) &&
    hasRows(answer['payments'])
  );
}

// Without its payments nothing could be said of what was paid on it.
const hasRows = (list: unknown): boolean =>
  typeof list === 'object' && list !== null && Array.isArray(Reflect.get(list, 'data'));

function readPayment(
  { payment, amount_paid: paid, status }: Stripe.InvoicePayment,
  ours: (units: number) => number,
): InvoicePaymentThere {
  const { payment_intent: intent, charge } = payment;
  const latest = typeof intent === 'object' ? idOf(intent.latest_charge) : null;
  return {
    paymentIntent: idOf(intent),
    chargeId: latest ?? idOf(charge),
    amount: ours(paid ?? 0),
    isPaid: status === 'paid',
  };
}

const statuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;

// The service may add states; an unknown one must not be taken for a known one.
function statusOf({ status }: Stripe.Invoice): InvoiceThere['status'] {
  const known = statuses.find((each) => each === status);
  if (known === undefined) throw new CheckoutFailure('config', 'unknown_status');
  return known;
}

/** The invoice that a payment belongs to. */
export function invoiceOfPayment(answer: unknown): string {
  if (!isObject(answer, 'invoice_payment', /^inpay_\w+$/u))
    throw new CheckoutFailure('ambiguous', 'not_an_invoice_payment');
  const id = idOf(answer['invoice']);
  if (id === null) throw new CheckoutFailure('ambiguous', 'not_an_invoice_payment');
  return id;
}

/** A credit note of which kind and id are as they must be. */
export function readNote(answer: unknown): CreditNoteThere {
  const id = idIn(answer, 'credit_note', /^cn_\w+$/u);
  const { number, pdf, refunds, metadata } = answer as Stripe.CreditNote;
  return {
    ...{ id, number, pdfUrl: pdf, refundId: metadata?.['refund_id'] ?? null },
    refundIds: refunds.map(({ refund }) => idOf(refund)).filter((found) => found !== null),
  };
}

/** The id of an answer that is the object that was asked for. */
export function idIn(answer: unknown, kind: string, shape: RegExp): string {
  if (!isObject(answer, kind, shape)) throw new CheckoutFailure('ambiguous', `not_a_${kind}`);
  return String(answer['id']);
}

/** The sums of a cash balance that are not nought; it has no id of its own. */
export function readCash(
  answer: unknown,
  liveMoney: boolean,
): { amount: number; currency: string }[] {
  const balance = answer as Stripe.CashBalance;
  if (!isObject({ id: '-', ...balance }, 'cash_balance', /^-$/u))
    throw new CheckoutFailure('ambiguous', 'not_a_cash_balance');
  if (balance.livemode !== liveMoney) throw new CheckoutFailure('config', 'other_mode');
  return Object.entries(balance.available ?? {})
    .map(([code, units]) => ({ units, currency: code.toUpperCase() }))
    .map(({ units, currency }) => ({ amount: fromChargeUnits(units, currency), currency }))
    .filter(({ amount }) => amount > 0);
}
