import type Stripe from 'stripe';
import type {
  CreditNoteThere,
  InvoiceCalls,
  InvoicePaymentThere,
  InvoiceThere,
} from '../../platform/payment-service.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading, writing } from './failures.ts';
import { all, createdSince } from './lists.ts';
import { idOf, isObject } from './shapes.ts';

const expand = ['payments'];
// One level less is allowed in a list, and the intent is not whole there.
const whole = ['payments.data.payment.payment_intent'];
const page = { limit: 100, expand: ['data.payments'] };

/** The calls that make, read and end documents at the payment service. */
export function invoiceCalls(stripe: Stripe, liveMoney: boolean): InvoiceCalls {
  const { invoices } = stripe;
  const read = (answer: unknown): InvoiceThere => readInvoice(answer, liveMoney);
  const retrieve = (id: string): Promise<InvoiceThere> =>
    reading(async () => read(await invoices.retrieve(id, { expand: whole })));
  return {
    ...makingCalls(stripe, read),
    retrieveInvoice: retrieve,
    voidInvoice: (id, key) => endInvoice(invoices, id, { key, retrieve }),
    payOutside: (id, idempotencyKey) =>
      writing(async () =>
        read(await invoices.pay(id, { paid_out_of_band: true, expand }, { idempotencyKey })),
      ),
    writeOffInvoice: (id, idempotencyKey) =>
      writing(async () =>
        read(await invoices.markUncollectible(id, { expand }, { idempotencyKey })),
      ),
    invoicesSince: (since) =>
      reading(() => all(invoices.list({ ...page, ...createdSince(since) }), read)),
    async invoiceByIntent(intent) {
      const payment = { type: 'payment_intent' as const, payment_intent: intent };
      const found = await reading(() =>
        all(stripe.invoicePayments.list({ payment, limit: 1 }), invoiceOfPayment),
      );
      return found[0] === undefined ? null : retrieve(found[0]);
    },
    ...creditCalls(stripe),
  };
}

type Making = 'createCustomer' | 'createInvoice' | 'addInvoiceItem' | 'finaliseInvoice';

function makingCalls(
  { customers, invoices, invoiceItems }: Stripe,
  read: (answer: unknown) => InvoiceThere,
): Pick<InvoiceCalls, Making> {
  return {
    createCustomer: (params, idempotencyKey) =>
      writing(async () =>
        idIn(await customers.create(params, { idempotencyKey }), 'customer', /^cus_\w+$/u),
      ),
    createInvoice: (params, idempotencyKey) =>
      writing(async () => read(await invoices.create({ ...params, expand }, { idempotencyKey }))),
    addInvoiceItem: (params, idempotencyKey) =>
      writing(async () => {
        const wanted = params as Stripe.InvoiceItemCreateParams;
        const item: unknown = await invoiceItems.create(wanted, { idempotencyKey });
        idIn(item, 'invoiceitem', /^ii_\w+$/u);
      }),
    finaliseInvoice: (id, idempotencyKey) =>
      writing(async () => {
        // Nothing is sent, charged or reminded by the service itself.
        const wanted = { auto_advance: false, expand };
        return read(await invoices.finalizeInvoice(id, wanted, { idempotencyKey }));
      }),
  };
}

function creditCalls({
  creditNotes,
}: Stripe): Pick<InvoiceCalls, 'createCreditNote' | 'creditNotesOf'> {
  return {
    createCreditNote: (params, idempotencyKey) =>
      writing(async () => {
        const wanted = params as Stripe.CreditNoteCreateParams;
        return readNote(await creditNotes.create(wanted, { idempotencyKey }));
      }),
    creditNotesOf: (invoice) =>
      reading(() => all(creditNotes.list({ invoice, limit: 100 }), readNote)),
  };
}

/** Voids what can be paid and deletes a draft; what was paid or had ended before is answered as it is. */
async function endInvoice(
  invoices: Stripe['invoices'],
  id: string,
  { key, retrieve }: { key: string; retrieve: (id: string) => Promise<InvoiceThere> },
): Promise<InvoiceThere | null> {
  const found = await gone(() => retrieve(id));
  if (found === null || found.status === 'paid' || found.status === 'void') return found;
  try {
    await reading(async () =>
      found.status === 'draft'
        ? invoices.del(id)
        : invoices.voidInvoice(id, {}, { idempotencyKey: key }),
    );
  } catch (error) {
    // Somebody was faster: what it is now is read below.
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
  }
  return gone(() => retrieve(id));
}

async function gone(read: () => Promise<InvoiceThere>): Promise<InvoiceThere | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CheckoutFailure && error.code === 'resource_missing') return null;
    throw error;
  }
}

/** An invoice of which kind, id, mode and state are as they must be; its sums in minor units. */
function readInvoice(answer: unknown, liveMoney: boolean): InvoiceThere {
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

function invoiceOfPayment(answer: unknown): string {
  if (!isObject(answer, 'invoice_payment', /^inpay_\w+$/u))
    throw new CheckoutFailure('ambiguous', 'not_an_invoice_payment');
  const id = idOf(answer['invoice']);
  if (id === null) throw new CheckoutFailure('ambiguous', 'not_an_invoice_payment');
  return id;
}

function readNote(answer: unknown): CreditNoteThere {
  const id = idIn(answer, 'credit_note', /^cn_\w+$/u);
  const { number, pdf, refunds } = answer as Stripe.CreditNote;
  const refundIds = (refunds ?? []).map(({ refund }) => idOf(refund));
  return { id, number, pdfUrl: pdf, refundIds: refundIds.filter((found) => found !== null) };
}

function idIn(answer: unknown, kind: string, shape: RegExp): string {
  if (!isObject(answer, kind, shape)) throw new CheckoutFailure('ambiguous', `not_a_${kind}`);
  return String(answer['id']);
}
