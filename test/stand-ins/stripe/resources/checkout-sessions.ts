import type { Call, Route } from '../call.ts';
import { cancelIntent } from '../payments.ts';
import { emit } from '../events.ts';
import { listOf, pageOf, paging } from '../lists.ts';
import { checkCurrency, checkTotal } from '../money.ts';
import { bad, missing, Refusal } from '../refusal.ts';
import { list, object, text } from '../shape.ts';
import { idOf, type CheckoutRecord, type World } from '../world.ts';
import { lineItemObject, sessionObject } from './session-object.ts';
import { createParams, listParams, type CreateParams } from './session-params.ts';

const expandOnly = object({ expand: list(text(200)) });
const lineItemParams = object({ ...paging, expand: list(text(200)) });

export const checkoutSessionRoutes: Route[] = [
  { method: 'POST', path: '/checkout/sessions', answer: create },
  { method: 'GET', path: '/checkout/sessions', answer: listSessions },
  { method: 'GET', path: '/checkout/sessions/:id', answer: retrieve },
  { method: 'GET', path: '/checkout/sessions/:id/line_items', answer: lineItems },
  { method: 'POST', path: '/checkout/sessions/:id/expire', answer: expire },
];

export function sessionOf(world: World, id: string): CheckoutRecord {
  const record = world.records.sessions.get(id);
  if (!record) throw missing('checkout.session', id, 'session');
  return record;
}

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  checkExpiry(world, asked.expires_at);
  if (asked.customer && asked.customer_email)
    throw bad('Only one of customer and customer_email is allowed.', 'parameter_invalid');
  if (asked.customer && !world.records.customers.has(asked.customer))
    throw missing('customer', asked.customer, 'customer');
  const total = checkedTotal(asked);
  const session = sessionObject(world, asked, total);
  if (session.payment_method_types.length === 0)
    throw bad('No payment method is left for this session.', 'parameter_invalid');
  const record: CheckoutRecord = {
    session,
    lineItems: asked.line_items.map((item) => lineItemObject(world, item)),
    intentData: asked.payment_intent_data ?? {},
    methods: session.payment_method_types,
  };
  world.records.sessions.set(session.id, record);
  return session;
}

function checkedTotal({ line_items: items }: CreateParams) {
  const currencies = new Set(items.map((item) => item.price_data.currency));
  const [currency] = currencies;
  if (currency === undefined)
    throw bad('A line item is required.', 'parameter_missing', 'line_items');
  checkCurrency(currency, 'line_items[0][price_data][currency]');
  if (currencies.size > 1)
    throw bad('All line items must have the same currency.', 'parameter_invalid', 'line_items');
  const total = items.reduce((sum, item) => sum + item.price_data.unit_amount * item.quantity, 0);
  checkTotal(total, currency);
  return total;
}

function checkExpiry(world: World, expiresAt: number | undefined) {
  if (expiresAt === undefined) return;
  const seconds = expiresAt - world.now();
  if (seconds < 30 * 60 || seconds > 24 * 3600)
    throw new Refusal(
      400,
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from the creation.',
      { param: 'expires_at' },
    );
}

function retrieve({ world, id, params }: Call) {
  expandOnly(params, '');
  return sessionOf(world, id).session;
}

function listSessions({ world, params }: Call) {
  const { payment_intent: intent, customer, status, ...page } = listParams(params, '');
  const found = [...world.records.sessions.values()]
    .map((record) => record.session)
    .filter(
      (session) =>
        (!intent || idOf(session.payment_intent) === intent) &&
        (!customer || idOf(session.customer) === customer) &&
        (!status || session.status === status),
    );
  return pageOf(found, page, '/v1/checkout/sessions');
}

function lineItems({ world, id, params }: Call) {
  const page = lineItemParams(params, '');
  // Line items come in the order of the session, not newest first.
  const items = sessionOf(world, id).lineItems;
  if (Object.keys(page).length === 0)
    return listOf(items, `/v1/checkout/sessions/${id}/line_items`);
  return pageOf(items.toReversed(), page, `/v1/checkout/sessions/${id}/line_items`);
}

function expire({ world, id, params }: Call) {
  expandOnly(params, '');
  const { session } = sessionOf(world, id);
  if (session.status !== 'open')
    throw new Refusal(
      400,
      `Only a session with the status open can be expired; this one is ${session.status}.`,
      { param: 'session' },
    );
  expireSession(world, id);
  return session;
}

/** Ends an open session: nobody can pay on it any more. */
export function expireSession(world: World, id: string) {
  const { session } = sessionOf(world, id);
  session.status = 'expired';
  session.url = null;
  cancelIntent(world, idOf(session.payment_intent));
  emit(world, 'checkout.session.expired', session);
}
