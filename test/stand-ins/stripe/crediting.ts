import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { emit } from './events.ts';
import { paymentsOf, withdrawPayment } from './invoicing.ts';
import { refundCharge } from './refunding.ts';
import { freshId, idOf, type World } from './world.ts';

type Invoice = Stripe.Invoice;
export type NewCredit = {
  lines: { amount: number; description: string | null; invoiceLine?: string }[];
  reason: Stripe.CreditNote.Reason | null;
  memo: string | null;
  metadata: Stripe.Metadata;
  /** How the money of a paid invoice goes back; all in minor units. */
  refundAmount: number;
  /** Refunds that were made before, with what of each belongs to this. */
  refunds: { id: string; amount: number }[];
  outOfBandAmount: number;
  creditAmount: number;
};

/** Takes a sum off a finalized invoice: what is still due first, what was paid afterwards. */
export function issueCreditNote(world: World, invoice: Invoice, wish: NewCredit) {
  const total = wish.lines.reduce((sum, line) => sum + line.amount, 0);
  const before = Math.min(total, invoice.amount_remaining);
  const after = total - before;
  const id = freshId('cn_1');
  const refund = wish.refundAmount > 0 ? refundPayment(world, invoice, wish.refundAmount) : null;
  const note = whole('CreditNote', {
    id,
    amount: total,
    amount_shipping: 0,
    created: world.now(),
    currency: invoice.currency,
    customer: idOf(invoice.customer) ?? '',
    discount_amount: 0,
    effective_at: world.now(),
    invoice: invoice.id,
    lines: {
      object: 'list',
      data: wish.lines.map(lineObject),
      has_more: false,
      url: `/v1/credit_notes/${id}/lines`,
    },
    memo: wish.memo,
    metadata: wish.metadata,
    number: numberOf(world, invoice),
    out_of_band_amount: wish.outOfBandAmount || null,
    pdf: `${world.origin}/i/${invoice.id}/pdf`,
    post_payment_amount: after,
    pre_payment_amount: before,
    reason: wish.reason,
    refunds: [...(refund ? [refund] : []), ...wish.refunds].map(({ id: of, amount }) => ({
      ...{ amount_refunded: amount, refund: of, type: 'refund' as const },
    })),
    status: 'issued',
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    total_taxes: [],
    type: before === 0 ? 'post_payment' : after === 0 ? 'pre_payment' : 'mixed',
  });
  world.records.creditNotes.set(id, note);
  take(world, invoice, note);
  const customer = world.records.customers.get(idOf(invoice.customer) ?? '');
  if (customer) customer.balance -= wish.creditAmount;
  emit(world, 'credit_note.created', note);
  return note;
}

function take(world: World, invoice: Invoice, note: Stripe.CreditNote) {
  invoice.pre_payment_credit_notes_amount += note.pre_payment_amount;
  invoice.post_payment_credit_notes_amount += note.post_payment_amount;
  invoice.amount_due -= note.pre_payment_amount;
  invoice.amount_remaining -= note.pre_payment_amount;
  if (invoice.status === 'open' && invoice.amount_remaining === 0) {
    withdrawPayment(world, invoice);
    invoice.status = 'paid';
    invoice.status_transitions.paid_at = world.now();
    emit(world, 'invoice.paid', invoice);
  }
  for (const { payment } of paymentsOf(world, invoice.id)) {
    const intent = world.records.intents.get(idOf(payment.payment_intent) ?? '');
    if (intent?.status === 'requires_payment_method') intent.amount = invoice.amount_remaining;
  }
  emit(world, 'invoice.updated', invoice);
}

/** Takes a credit note on an open invoice back. */
export function voidCreditNote(world: World, invoice: Invoice, note: Stripe.CreditNote) {
  note.status = 'void';
  note.voided_at = world.now();
  take(world, invoice, {
    ...note,
    pre_payment_amount: -note.pre_payment_amount,
    post_payment_amount: 0,
  });
  emit(world, 'credit_note.voided', note);
}

function refundPayment(world: World, invoice: Invoice, amount: number) {
  const paid = paymentsOf(world, invoice.id).find(({ status }) => status === 'paid');
  const intent = world.records.intents.get(idOf(paid?.payment.payment_intent) ?? '');
  const charge = world.records.charges.get(idOf(intent?.latest_charge) ?? '');
  return charge ? refundCharge(world, charge, { amount }) : null;
}

function numberOf(world: World, invoice: Invoice) {
  const earlier = [...world.records.creditNotes.values()].filter(
    (each) => idOf(each.invoice) === invoice.id,
  );
  return `${invoice.number ?? ''}-CN-${String(earlier.length + 1).padStart(2, '0')}`;
}

const lineObject = (line: NewCredit['lines'][number]) => ({
  id: freshId('cnli_1'),
  object: 'credit_note_line_item' as const,
  amount: line.amount,
  description: line.description,
  discount_amount: 0,
  quantity: 1,
  taxes: [],
  type: line.invoiceLine ? ('invoice_line_item' as const) : ('custom_line_item' as const),
  unit_amount: line.amount,
  unit_amount_decimal: String(line.amount),
  ...(line.invoiceLine && { invoice_line_item: line.invoiceLine }),
});
