import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { missing } from '../refusal.ts';
import { list, object, text, type NamesOf } from '../shape.ts';
import { idOf } from '../world.ts';

/** Resources that can only be read: what happens to them happens on the hosted page. */
export const readOnlyRoutes: Route[] = [
  { method: 'GET', path: '/payment_intents/:id', answer: reader('payment_intent', 'intents') },
  { method: 'GET', path: '/charges', answer: charges },
  { method: 'GET', path: '/charges/:id', answer: reader('charge', 'charges') },
  {
    method: 'GET',
    path: '/balance_transactions/:id',
    answer: reader('balance transaction', 'balance'),
  },
  { method: 'GET', path: '/customers/:id', answer: reader('customer', 'customers') },
];

const expandOnly = object({ expand: list(text(200)) });
const listed = {
  ...pagingAndTime,
  payment_intent: text(255),
  customer: text(255),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.ChargeListParams>;
const listParams = object(listed);

function reader(noun: string, kind: 'intents' | 'charges' | 'balance' | 'customers') {
  return ({ world, id, params }: Call) => {
    expandOnly(params, '');
    const found = world.records[kind].get(id);
    if (!found) throw missing(noun, id);
    return found;
  };
}

function charges({ world, params }: Call) {
  const { payment_intent: intent, customer, ...page } = listParams(params, '');
  const found = [...world.records.charges.values()].filter(
    (charge) =>
      (!intent || idOf(charge.payment_intent) === intent) &&
      (!customer || idOf(charge.customer) === customer),
  );
  return pageOf(found, page, '/v1/charges');
}
