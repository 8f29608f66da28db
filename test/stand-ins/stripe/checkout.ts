import { addTaxId, makeCustomer, type TaxIdType } from './customers.ts';
import { emit } from './events.ts';
import { cancelIntent, openIntent } from './intents.ts';
import { invoiceForSession } from './invoicing.ts';
import { addressOf } from './methods.ts';
import { idOf, type CheckoutRecord, type World } from './world.ts';

export type Payer = {
  name: string;
  email: string;
  country: string | null;
  businessName: string | null;
  taxId: { type: TaxIdType; value: string } | null;
};

/** Notes who pays, works out the tax for where they are, and gives the intent to confirm. */
export function intentForPayer(world: World, record: CheckoutRecord, payer: Payer) {
  const { session, intentData } = record;
  noteTax(world, record, payer);
  noteCustomer(world, record, payer);
  const customer = idOf(session.customer);
  const amount = session.amount_total ?? 0;
  const known = world.records.intents.get(idOf(session.payment_intent) ?? '');
  if (known) return Object.assign(known, { amount, customer });
  const intent = openIntent(world, {
    amount,
    currency: session.currency ?? '',
    customer,
    methods: session.payment_method_types,
    description: intentData.description ?? null,
    metadata: intentData.metadata ?? {},
    suffix: intentData.statement_descriptor_suffix ?? null,
    receiptEmail: intentData.receipt_email ?? null,
  });
  session.payment_intent = intent.id;
  return intent;
}

/** One rate for everybody: what a price says of tax decides whether it is added or contained. */
function noteTax(world: World, { session, lineItems }: CheckoutRecord, { country }: Payer) {
  if (!session.automatic_tax.enabled || country === null) return;
  const rate = world.taxPercent / 100;
  for (const item of lineItems) {
    const inclusive = item.price?.tax_behavior === 'inclusive';
    const net = inclusive ? item.amount_subtotal / (1 + rate) : item.amount_subtotal;
    item.amount_tax = Math.round(net * rate);
    item.amount_total = item.amount_subtotal + (inclusive ? 0 : item.amount_tax);
  }
  const sum = (field: 'amount_tax' | 'amount_total') =>
    lineItems.reduce((total, item) => total + item[field], 0);
  session.automatic_tax.status = 'complete';
  session.amount_total = sum('amount_total');
  if (session.total_details) session.total_details.amount_tax = sum('amount_tax');
}

function noteCustomer(world: World, { session }: CheckoutRecord, payer: Payer) {
  session.customer_details = {
    address: addressOf(payer),
    business_name: payer.businessName,
    email: payer.email,
    individual_name: null,
    name: payer.businessName ?? payer.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: payer.taxId ? [payer.taxId] : [],
  };
  const needed = session.customer_creation === 'always' || session.invoice_creation?.enabled;
  if (session.customer || !needed) return;
  const { name, email, businessName, taxId } = payer;
  const customer = makeCustomer(world, {
    name: businessName ?? name,
    email,
    address: addressOf(payer),
    ...(businessName && { business_name: businessName }),
  });
  session.customer = customer.id;
  if (taxId) addTaxId(world, customer.id, taxId.type, taxId.value);
}

export function completeSession(world: World, record: CheckoutRecord, status: 'paid' | 'unpaid') {
  const { session } = record;
  session.status = 'complete';
  session.payment_status = status;
  session.url = null;
  if (status === 'paid') noteInvoice(world, record);
  emit(world, 'checkout.session.completed', session);
}

/** The debit of a session that had completed unpaid has come in. */
export function settleSession(world: World, record: CheckoutRecord) {
  record.session.payment_status = 'paid';
  noteInvoice(world, record);
  emit(world, 'checkout.session.async_payment_succeeded', record.session);
}

export const failSession = (world: World, { session }: CheckoutRecord) =>
  emit(world, 'checkout.session.async_payment_failed', session);

function noteInvoice(world: World, record: CheckoutRecord) {
  const { session } = record;
  if (session.invoice_creation?.enabled) session.invoice = invoiceForSession(world, record).id;
}

/** Ends an open session: nobody can pay on it any more. */
export function expireSession(world: World, { session }: CheckoutRecord) {
  session.status = 'expired';
  session.url = null;
  cancelIntent(world, idOf(session.payment_intent));
  emit(world, 'checkout.session.expired', session);
}
