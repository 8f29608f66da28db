import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { issueCreditNote, voidCreditNote, type NewCredit } from '../crediting.ts';
import { paymentsOf } from '../invoicing.ts';
import { bad, missing } from '../refusal.ts';
import {
  expandOnly,
  integer,
  list,
  metadata,
  object,
  oneOf,
  text,
  type NamesOf,
} from '../shape.ts';
import { idOf, type World } from '../world.ts';
import { invoiceWith } from './invoice-steps.ts';
import { readRoutes } from './reading.ts';

const sum = integer(0, 99_999_999);
const line = {
  type: oneOf('custom_line_item', 'invoice_line_item'),
  amount: sum,
  unit_amount: sum,
  quantity: integer(1, 999_999),
  description: text(5000),
  invoice_line_item: text(255),
} satisfies NamesOf<Stripe.CreditNoteCreateParams.Line>;
const linked = {
  type: oneOf('refund'),
  refund: text(255),
  amount_refunded: sum,
} satisfies NamesOf<Stripe.CreditNoteCreateParams.Refund>;
const created = {
  invoice: text(255),
  amount: sum,
  lines: list(object(line, ['type'])),
  reason: oneOf('duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'),
  memo: text(5000),
  metadata,
  refund_amount: sum,
  refunds: list(object(linked, ['refund'])),
  out_of_band_amount: sum,
  credit_amount: sum,
  email_type: oneOf('credit_note', 'none'),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.CreditNoteCreateParams>;
const createParams = object(created, ['invoice']);
type Asked = ReturnType<typeof createParams>;
const filters = {
  invoice: text(255),
  customer: text(255),
} satisfies NamesOf<Stripe.CreditNoteListParams>;

export const creditNoteRoutes: Route[] = [
  { method: 'POST', path: '/credit_notes', answer: create },
  ...readRoutes({ path: '/credit_notes', kind: 'creditNotes', noun: 'credit note', filters }),
  { method: 'POST', path: '/credit_notes/:id/void', answer: cancel },
];

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  const invoice = invoiceWith(world, asked.invoice);
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw bad(`An invoice that is ${String(invoice.status)} cannot be credited.`);
  const lines = linesOf(asked, invoice);
  const total = lines.reduce((all, each) => all + each.amount, 0);
  const credited =
    invoice.post_payment_credit_notes_amount + invoice.pre_payment_credit_notes_amount;
  if (total < 1 || total > invoice.total - credited)
    throw bad('The sum is more than what is left of the invoice.', undefined, 'amount');
  const { refund_amount: refund = 0, out_of_band_amount: outside = 0 } = asked;
  const { credit_amount: credit = 0 } = asked;
  const refunds = linkedRefunds(world, invoice, asked);
  const given = refunds.reduce((all, { amount }) => all + amount, refund + outside + credit);
  if (total - Math.min(total, invoice.amount_remaining) !== given)
    throw bad('What was paid must go back as refund, credit or outside, to the last unit.');
  return issueCreditNote(world, invoice, {
    lines,
    reason: asked.reason ?? null,
    memo: asked.memo ?? null,
    metadata: asked.metadata ?? {},
    refundAmount: refund,
    refunds,
    outOfBandAmount: outside,
    creditAmount: credit,
  });
}

/** Refunds of what was paid on the invoice that were made before; one belongs to one credit note. */
function linkedRefunds(world: World, invoice: Stripe.Invoice, { refunds = [] }: Asked) {
  const intents = paymentsOf(world, invoice.id).map(({ payment }) => idOf(payment.payment_intent));
  const taken = [...world.records.creditNotes.values()].flatMap((note) =>
    note.refunds.map(({ refund }) => idOf(refund)),
  );
  return refunds.map(({ refund: id, amount_refunded: part }, index) => {
    const at = `refunds[${index}][refund]`;
    const refund = world.records.refunds.get(id);
    if (!refund) throw missing('refund', id, at);
    if (!intents.includes(idOf(refund.payment_intent)))
      throw bad('This refund is not of a payment of the invoice.', undefined, at);
    if (taken.includes(id)) throw bad('This refund belongs to another credit note.', undefined, at);
    const amount = part ?? refund.amount;
    if (amount > refund.amount) throw bad('The refund is smaller than that.', undefined, at);
    return { id, amount };
  });
}

function linesOf({ amount, lines }: Asked, invoice: Stripe.Invoice): NewCredit['lines'] {
  if ((amount === undefined) === (lines === undefined))
    throw bad('Exactly one of amount and lines is needed.', 'parameters_exclusive');
  if (!lines) return [{ amount: amount ?? 0, description: null }];
  return lines.map((each, index) => {
    const of = invoice.lines.data.find(({ id }) => id === each.invoice_line_item);
    if (each.type === 'invoice_line_item' && !of)
      throw missing(
        'line item',
        each.invoice_line_item ?? '',
        `lines[${index}][invoice_line_item]`,
      );
    const worth = each.amount ?? (each.unit_amount ?? of?.amount ?? 0) * (each.quantity ?? 1);
    const description = each.description ?? of?.description ?? null;
    return { amount: worth, description, ...(of && { invoiceLine: of.id }) };
  });
}

function cancel({ world, id, params }: Call) {
  expandOnly(params, '');
  const note = world.records.creditNotes.get(id);
  if (!note) throw missing('credit note', id);
  const invoice = invoiceWith(world, idOf(note.invoice) ?? '');
  if (note.status !== 'issued' || note.type !== 'pre_payment' || invoice.status !== 'open')
    throw bad('Only a credit note on an open invoice can be voided.', 'status_transition_invalid');
  voidCreditNote(world, invoice, note);
  return note;
}
