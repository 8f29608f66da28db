import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { disputesOf } from '../disputing.ts';
import { checkPrecision } from '../money.ts';
import { bad, missing } from '../refusal.ts';
import { cancelRefund, refundCharge } from '../refunding.ts';
import {
  expandOnly,
  flag,
  integer,
  list,
  metadata,
  object,
  oneOf,
  text,
  type NamesOf,
} from '../shape.ts';
import { idOf, type World } from '../world.ts';
import { readRoutes } from './reading.ts';

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
const filters = {
  charge: text(255),
  payment_intent: text(255),
} satisfies NamesOf<Stripe.RefundListParams>;

export const refundRoutes: Route[] = [
  { method: 'POST', path: '/refunds', answer: create },
  { method: 'POST', path: '/refunds/:id/cancel', answer: cancel },
  ...readRoutes({ path: '/refunds', kind: 'refunds', noun: 'refund', filters }),
];

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  const charge = chargeFor(world, asked.charge, asked.payment_intent);
  if (disputesOf(world, charge.id).some((dispute) => !dispute.is_charge_refundable))
    throw bad('The charge is disputed and cannot be refunded.', 'charge_disputed');
  const left = charge.amount - charge.amount_refunded;
  if (left <= 0)
    throw bad(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = asked.amount ?? left;
  checkPrecision(amount, charge.currency, 'amount');
  if (amount > left)
    throw bad(
      `Refund amount (${amount}) is greater than what is left (${left}).`,
      undefined,
      'amount',
    );
  return refundCharge(world, charge, {
    amount,
    ...(asked.reason && { reason: asked.reason }),
    ...(asked.metadata && { metadata: asked.metadata }),
  });
}

function chargeFor(world: World, chargeId?: string, intentId?: string) {
  if (!chargeId && !intentId)
    throw bad('Either charge or payment_intent is required.', 'parameter_missing');
  if (chargeId && intentId)
    throw bad('Only one of charge and payment_intent is allowed.', 'parameters_exclusive');
  const intent = intentId ? world.records.intents.get(intentId) : undefined;
  if (intentId && !intent) throw missing('payment_intent', intentId, 'payment_intent');
  const id = chargeId ?? idOf(intent?.latest_charge) ?? '';
  const charge = world.records.charges.get(id);
  if (!charge) throw missing('charge', id, 'charge');
  if (charge.status !== 'succeeded')
    throw bad(`Charge ${id} has not succeeded and cannot be refunded.`, 'charge_not_refundable');
  return charge;
}

function cancel({ world, id, params }: Call) {
  expandOnly(params, '');
  const refund = world.records.refunds.get(id);
  if (!refund) throw missing('refund', id);
  if (refund.status !== 'requires_action')
    throw bad('Only a refund with the status requires_action can be canceled.');
  cancelRefund(world, refund);
  return refund;
}
