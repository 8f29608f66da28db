import qs from 'qs';
import { cardOf, debitOf, type Card } from '../cards.ts';
import type { Means, Payer } from '../payment-objects.ts';
import type { Outcome } from '../payment-steps.ts';
import { answerThreeDSecure, confirmPayment } from '../payments.ts';
import { idOf, type CheckoutRecord, type World } from '../world.ts';
import { closedPage, frontPage, threeDSecurePage, unknownPage } from './other-pages.ts';
import { payPage, type Typed } from './pay-page.ts';
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
  const [, kind, id = ''] = /^\/c\/(pay|3ds)\/(\w+)$/.exec(path) ?? [];
  const typed = kind && method === 'POST' ? fieldsOf(body) : undefined;
  if (kind === 'pay') return answerPay(world, id, typed);
  if (kind === '3ds') return answerThreeDs(world, id, typed);
  return asPage(unknownPage(), 404);
}

function answerPay(world: World, id: string, typed: Typed | undefined): Page {
  const record = world.records.sessions.get(id);
  if (!record) return asPage(unknownPage(), 404);
  if (record.session.status !== 'open') return asPage(closedPage(record.session), 410);
  if (!typed) return asPage(payPage(record));
  const means = meansOf(world, record, typed);
  if (typeof means === 'string') return asPage(payPage(record, typed, means), 422);
  const payer = payerOf(record, typed);
  if (typeof payer === 'string') return asPage(payPage(record, typed, payer), 422);
  const outcome = confirmPayment(world, record, means, payer);
  return afterwards(world, record, outcome, typed);
}

function answerThreeDs(world: World, id: string, typed: Typed | undefined): Page {
  const intent = world.records.intents.get(id);
  const record = [...world.records.sessions.values()].find(
    ({ session }) => idOf(session.payment_intent) === id,
  );
  if (!intent || !record) return asPage(unknownPage(), 404);
  if (intent.status !== 'requires_action') return redirect(`/c/pay/${record.session.id}`);
  if (!typed) return asPage(threeDSecurePage(intent));
  return afterwards(
    world,
    record,
    answerThreeDSecure(world, record, typed.answer === 'complete'),
    {},
  );
}

function afterwards(world: World, record: CheckoutRecord, outcome: Outcome, typed: Typed): Page {
  const { session } = record;
  if (typeof outcome === 'object') return asPage(payPage(record, typed, outcome.declined), 402);
  if (outcome === 'three_d_secure')
    return redirect(`${world.origin}/c/3ds/${idOf(session.payment_intent) ?? ''}`);
  return redirect((session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id));
}

/** The card or account that was typed, or what is wrong with it. */
function meansOf(world: World, record: CheckoutRecord, typed: Typed): Means | string {
  if (typed.method === 'debit') {
    const debit = debitOf(typed.iban ?? `${typed.sort_code ?? ''}${typed.account_number ?? ''}`);
    if (!debit || !record.methods.includes(debit.type))
      return 'Enter one of the test accounts shown with the form; others are refused.';
    return { debit };
  }
  const card = cardOf(typed.number ?? '');
  if (!card || !record.methods.includes('card'))
    return 'Enter one of the public test card numbers; others are refused.';
  return cardMeans(world, card, typed);
}

function cardMeans(world: World, card: Card, typed: Typed): Means | string {
  const match = /^\s*(\d{1,2})\s*\/?\s*(?:20)?(\d{2})\s*$/.exec(typed.expiry ?? '');
  const month = Number(match?.[1]);
  const year = 2000 + Number(match?.[2]);
  if (!(month >= 1 && month <= 12)) return 'Enter the expiry as month and year, like 12/34.';
  if (Date.UTC(year, month) / 1000 <= world.now()) return 'Enter an expiry that is not past.';
  if (!/^\d{3}$/.test(typed.cvc ?? '')) return 'Enter the three digits of the security code.';
  return { card, month, year };
}

function payerOf({ session }: CheckoutRecord, typed: Typed): Payer | string {
  const name = typed.name?.trim() ?? '';
  const email = session.customer_email ?? typed.email?.trim() ?? '';
  if (!name) return 'Enter the name.';
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'Enter an e-mail address.';
  return { name, email, country: typed.country ?? null };
}

const fieldsOf = (body: string): Typed =>
  Object.fromEntries(
    Object.entries(qs.parse(body)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
