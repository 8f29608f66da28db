import type { Call, Route } from '../call.ts';
import { expireSession } from '../checkout.ts';
import { listOf, pageOf, paging } from '../lists.ts';
import { checkCurrency, checkTotal } from '../money.ts';
import { bad, missing } from '../refusal.ts';
import { expandOnly, object } from '../shape.ts';
import { freshId, idOf, type CheckoutRecord, type World } from '../world.ts';
import { priceObject } from './catalogue.ts';
import { customerWith } from './customers.ts';
import { lineItemObject, sessionObject, type Priced } from './session-object.ts';
import {
  createParams,
  listParams,
  type CreateParams,
  type LineItemParams,
} from './session-params.ts';

const lineItemParams = object(paging);

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
    throw bad('Only one of customer and customer_email is allowed.', 'parameters_exclusive');
  if (asked.customer) customerWith(world, asked.customer);
  const priced = asked.line_items.map((item, index) => pricedItem(world, item, index));
  const { currency, total } = checkedTotal(priced);
  const session = sessionObject(world, asked, currency, total);
  if (session.payment_method_types.length === 0)
    throw bad('No payment method is left for this session.');
  world.records.sessions.set(session.id, {
    session,
    lineItems: priced.map(lineItemObject),
    intentData: intentDataOf(asked),
  });
  return session;
}

const intentDataOf = ({ payment_intent_data: data = {} }: CreateParams) => {
  const { capture_method: _capture, ...rest } = data;
  return rest;
};

function pricedItem(world: World, item: LineItemParams, index: number): Priced {
  const at = `line_items[${index}]`;
  if (item.price && item.price_data)
    throw bad('Only one of price and price_data is allowed.', 'parameters_exclusive', at);
  if (item.price) {
    const price = world.records.prices.get(item.price);
    if (!price) throw missing('price', item.price, `${at}[price]`);
    const product = world.records.products.get(idOf(price.product) ?? '');
    return { price, name: product?.name ?? '', quantity: item.quantity };
  }
  if (!item.price_data)
    throw bad('A line item needs a price or price_data.', 'parameter_missing', `${at}[price_data]`);
  const { product_data: product, ...price } = item.price_data;
  checkCurrency(price.currency, `${at}[price_data][currency]`);
  const told = { ...price, product: freshId('prod_', 14) };
  return { price: priceObject(world, told, false), name: product.name, quantity: item.quantity };
}

function checkedTotal(items: Priced[]) {
  const currencies = new Set(items.map(({ price }) => price.currency));
  const [currency] = currencies;
  if (currency === undefined)
    throw bad('A line item is required.', 'parameter_missing', 'line_items');
  if (currencies.size > 1)
    throw bad('All line items must have the same currency.', undefined, 'line_items');
  const total = items.reduce(
    (sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * quantity,
    0,
  );
  checkTotal(total, currency, 'line_items');
  return { currency, total };
}

function checkExpiry(world: World, expiresAt: number | undefined) {
  if (expiresAt === undefined) return;
  const seconds = expiresAt - world.now();
  if (seconds < 30 * 60 || seconds > 24 * 3600)
    throw bad(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from the creation.',
      undefined,
      'expires_at',
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
  const url = `/v1/checkout/sessions/${id}/line_items`;
  return Object.keys(page).length === 0
    ? listOf(items, url)
    : pageOf(items.toReversed(), page, url);
}

function expire({ world, id, params }: Call) {
  expandOnly(params, '');
  const record = sessionOf(world, id);
  const { status } = record.session;
  if (status !== 'open')
    throw bad(
      `Only a session with the status open can be expired; this one is ${String(status)}.`,
      undefined,
      'session',
    );
  expireSession(world, record);
  return record.session;
}
