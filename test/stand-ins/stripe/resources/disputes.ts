import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { closeDispute, isDecided, isInquiry } from '../disputing.ts';
import { change, emit } from '../events.ts';
import { bad, missing } from '../refusal.ts';
import { expandOnly, flag, list, metadata, object, text, type NamesOf } from '../shape.ts';
import { settleLater, type World } from '../world.ts';
import { readRoutes } from './reading.ts';

const evidence = {
  access_activity_log: text(20_000),
  billing_address: text(20_000),
  cancellation_policy_disclosure: text(20_000),
  cancellation_rebuttal: text(20_000),
  customer_email_address: text(800),
  customer_name: text(1000),
  customer_purchase_ip: text(100),
  duplicate_charge_explanation: text(20_000),
  duplicate_charge_id: text(255),
  product_description: text(20_000),
  refund_policy_disclosure: text(20_000),
  refund_refusal_explanation: text(20_000),
  service_date: text(100),
  uncategorized_text: text(20_000),
} satisfies NamesOf<Stripe.DisputeUpdateParams.Evidence>;
const updated = {
  evidence: object(evidence),
  submit: flag,
  metadata,
  expand: list(text(200)),
} satisfies NamesOf<Stripe.DisputeUpdateParams>;
const updateParams = object(updated);
const filters = {
  charge: text(255),
  payment_intent: text(255),
} satisfies NamesOf<Stripe.DisputeListParams>;

export const disputeRoutes: Route[] = [
  ...readRoutes({ path: '/disputes', kind: 'disputes', noun: 'dispute', filters }),
  { method: 'POST', path: '/disputes/:id', answer: update },
  { method: 'POST', path: '/disputes/:id/close', answer: close },
];

export function disputeWith(world: World, id: string): Stripe.Dispute {
  const dispute = world.records.disputes.get(id);
  if (!dispute) throw missing('dispute', id);
  return dispute;
}

/** Evidence is kept as it comes and handed in unless `submit` is false, as the real API does. */
function update({ world, id, params }: Call) {
  const asked = updateParams(params, '');
  const dispute = disputeWith(world, id);
  const before = change(dispute, { metadata: { ...dispute.metadata, ...asked.metadata } });
  if (asked.evidence) {
    if (isDecided(dispute)) throw bad('This dispute is decided and takes no evidence.');
    Object.assign(dispute.evidence, asked.evidence);
    dispute.evidence_details.has_evidence = true;
    if (asked.submit !== false) Object.assign(before, submit(world, dispute));
  }
  emit(world, 'charge.dispute.updated', dispute, before);
  return dispute;
}

/** The two texts by which test accounts choose the outcome decide it; others wait for the lever. */
function submit(world: World, dispute: Stripe.Dispute) {
  dispute.evidence_details.submission_count += 1;
  dispute.evidence_details.submission_method = 'manual';
  const text = dispute.evidence.uncategorized_text;
  if (text === 'winning_evidence') settleLater(world, dispute.id, 'succeed');
  if (text === 'losing_evidence') settleLater(world, dispute.id, 'fail');
  return change(dispute, {
    status: isInquiry(dispute) ? 'warning_under_review' : 'under_review',
  });
}

function close({ world, id, params }: Call) {
  expandOnly(params, '');
  const dispute = disputeWith(world, id);
  if (isDecided(dispute)) throw bad('This dispute is already closed.');
  closeDispute(world, dispute, 'lost');
  return dispute;
}
