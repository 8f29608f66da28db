import qs from 'qs';
import { intentForPayer } from '../checkout.ts';
import { intentWith } from '../intents.ts';
import { openPaymentOf } from '../invoicing.ts';
import { makeMethod } from '../methods.ts';
import { answerThreeDSecure, confirmPayment, type Confirmed } from '../payments.ts';
import { invoiceFor, sessionFor } from '../purposes.ts';
import { idOf, type CheckoutRecord, type World } from '../world.ts';
import { invoicePage } from './invoice-page.ts';
import { meansTyped, payerTyped, type Typed } from './typed.ts';
import { closedPage, frontPage, threeDSecurePage, unknownPage } from './other-pages.ts';
import { payPage } from './pay-page.ts';
import { pdfOf } from './pdf.ts';
import { style } from './style.ts';

export type Page = { status: number; type: string; body: string; location?: string };

const asPage = (body: string, status = 200): Page => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
});
const redirect = (location: string): Page => ({ ...asPage('', 303), location });

/** Everything that a payer's browser sees. */
export function answerHosted(world: World, method: string, path: string, body: string): Page {
  if (path === '/') return asPage(frontPage());
  if (path === '/c/style.css') return { status: 200, type: 'text/css; charset=utf-8', body: style };
  const [, kind, id = ''] = /^\/(c\/pay|c\/3ds|i)\/(\w+)$/.exec(path) ?? [];
  const typed = kind && method === 'POST' ? fieldsOf(body) : undefined;
  if (kind === 'c/pay') return answerPay(world, id, typed);
  if (kind === 'c/3ds') return answerThreeDs(world, id, typed);
  if (kind === 'i') return answerInvoice(world, id, typed);
  const invoice = world.records.invoices.get(/^\/i\/(\w+)\/pdf$/.exec(path)?.[1] ?? '');
  if (invoice) return { status: 200, type: 'application/pdf', body: pdfOf(invoice) };
  return asPage(unknownPage(), 404);
}

function answerPay(world: World, id: string, typed: Typed | undefined): Page {
  const record = world.records.sessions.get(id);
  if (!record) return asPage(unknownPage(), 404);
  const { session } = record;
  if (session.status !== 'open') return asPage(closedPage(session), 410);
  if (!typed) return asPage(payPage(world, record));
  const again = (problem: string, status: number) =>
    asPage(payPage(world, record, typed, problem), status);
  const means = meansTyped(world, session.payment_method_types, typed);
  if (typeof means === 'string') return again(means, 422);
  const payer = payerTyped(world, session, typed);
  if (typeof payer === 'string') return again(payer, 422);
  const intent = intentForPayer(world, record, payer);
  const outcome = confirmPayment(world, intent, makeMethod(world, means, payer));
  if (typeof outcome === 'object') return again(outcome.declined.message, 402);
  return onward(world, intent.id, outcome, afterSession(record));
}

const afterSession = ({ session }: CheckoutRecord) =>
  (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);

function onward(world: World, intent: string, outcome: Confirmed, done: string): Page {
  return redirect(outcome === 'three_d_secure' ? `${world.origin}/c/3ds/${intent}` : done);
}

function answerThreeDs(world: World, id: string, typed: Typed | undefined): Page {
  const intent = world.records.intents.get(id);
  const record = sessionFor(world, id);
  const invoice = invoiceFor(world, id);
  if (!intent || (!record && !invoice)) return asPage(unknownPage(), 404);
  const back = record ? `/c/pay/${record.session.id}` : `/i/${invoice?.id ?? ''}`;
  if (intent.status !== 'requires_action') return redirect(back);
  if (!typed) return asPage(threeDSecurePage(intent));
  const outcome = answerThreeDSecure(world, intent, typed.answer === 'complete');
  if (typeof outcome !== 'object') return redirect(record ? afterSession(record) : back);
  const { message } = outcome.declined;
  if (record) return asPage(payPage(world, record, {}, message), 402);
  return invoice ? asPage(invoicePage(invoice, {}, message), 402) : asPage(unknownPage(), 404);
}

/** The page of an invoice: what it says, and a card form while it can be paid. */
function answerInvoice(world: World, id: string, typed: Typed | undefined): Page {
  const invoice = world.records.invoices.get(id);
  if (!invoice?.hosted_invoice_url) return asPage(unknownPage(), 404);
  if (!typed) return asPage(invoicePage(invoice));
  const payment = openPaymentOf(world, id);
  const payable = invoice.status === 'open' || invoice.status === 'uncollectible';
  if (!payable || !payment) return asPage(invoicePage(invoice), 410);
  const means = meansTyped(world, ['card'], typed);
  if (typeof means === 'string') return asPage(invoicePage(invoice, typed, means), 422);
  const intent = intentWith(world, idOf(payment.payment.payment_intent));
  const billing = { name: typed.name ?? null, email: invoice.customer_email, country: null };
  const outcome = confirmPayment(world, intent, makeMethod(world, means, billing));
  if (typeof outcome === 'object')
    return asPage(invoicePage(invoice, typed, outcome.declined.message), 402);
  return onward(world, intent.id, outcome, `${world.origin}/i/${id}`);
}

const fieldsOf = (body: string): Typed =>
  Object.fromEntries(
    Object.entries(qs.parse(body)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
