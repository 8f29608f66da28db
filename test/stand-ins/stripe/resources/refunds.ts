import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { bad, missing, Refusal } from '../refusal.ts';
import { refundCharge } from '../refunding.ts';
import { flag, integer, list, metadata, object, oneOf, text, type NamesOf } from '../shape.ts';
import { idOf, type World } from '../world.ts';

export const refundRoutes: Route[] = [
  { method: 'POST', path: '/refunds', answer: create },
  { method: 'GET', path: '/refunds', answer: listRefunds },
  { method: 'GET', path: '/refunds/:id', answer: retrieve },
];

const created = {
  charge: text(255),
  payment_intent: text(255),
  amount: integer(1, 99_999_999),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  metadata,
  refund_application_fee: flag,
  expand: list(text(200)),
} satisfies NamesOf<Stripe.RefundCreateParams>;
const createParams = object(created);
const listed = {
  ...pagingAndTime,
  charge: text(255),
  payment_intent: text(255),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.RefundListParams>;
const listParams = object(listed);
const expandOnly = object({ expand: list(text(200)) });

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  const charge = chargeFor(world, asked.charge, asked.payment_intent);
  if (charge.disputed)
    throw bad('The charge is disputed and cannot be refunded.', 'charge_disputed');
  const left = charge.amount - charge.amount_refunded - pending(world, charge.id);
  if (left <= 0)
    throw bad(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = asked.amount ?? left;
  if (amount > left)
    throw new Refusal(400, `Refund amount (${amount}) is greater than what is left (${left}).`, {
      param: 'amount',
    });
  return refundCharge(world, charge, {
    amount,
    reason: asked.reason ?? null,
    metadata: asked.metadata ?? {},
  });
}

function chargeFor(world: World, chargeId?: string, intentId?: string) {
  if (!chargeId && !intentId)
    throw bad('Either charge or payment_intent is required.', 'parameter_missing');
  const intent = intentId ? world.records.intents.get(intentId) : undefined;
  if (intentId && !intent) throw missing('payment_intent', intentId, 'payment_intent');
  const id = chargeId ?? idOf(intent?.latest_charge) ?? '';
  const charge = world.records.charges.get(id);
  if (!charge) throw missing('charge', id, 'charge');
  if (charge.status !== 'succeeded')
    throw bad(`Charge ${id} has not succeeded and cannot be refunded.`, 'charge_not_refundable');
  return charge;
}

/** Refunds that are on their way but not yet counted in `amount_refunded`. */
const pending = (world: World, charge: string) =>
  [...world.records.refunds.values()]
    .filter((refund) => idOf(refund.charge) === charge && refund.status === 'pending')
    .reduce((sum, refund) => sum + refund.amount, 0);

function listRefunds({ world, params }: Call) {
  const { charge, payment_intent: intent, ...page } = listParams(params, '');
  const found = [...world.records.refunds.values()].filter(
    (refund) =>
      (!charge || idOf(refund.charge) === charge) &&
      (!intent || idOf(refund.payment_intent) === intent),
  );
  return pageOf(found, page, '/v1/refunds');
}

function retrieve({ world, id, params }: Call) {
  expandOnly(params, '');
  const refund = world.records.refunds.get(id);
  if (!refund) throw missing('refund', id);
  return refund;
}
