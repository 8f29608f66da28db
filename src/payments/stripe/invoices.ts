import type Stripe from 'stripe';
import type { InvoiceCalls, InvoiceThere } from '../../platform/payment-service.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading, writing } from './failures.ts';
import { all, createdSince } from './lists.ts';
import { idIn, invoiceOfPayment, readCash, readInvoice, readNote } from './read-invoice.ts';

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
    cashOf: (customer) =>
      reading(async () =>
        readCash(await stripe.customers.retrieveCashBalance(customer), liveMoney),
      ),
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
