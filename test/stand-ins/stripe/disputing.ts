import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { change, emit } from './events.ts';
import { disputeFee, writeMovement } from './ledger.ts';
import { freshId, idOf, type World } from './world.ts';

type Dispute = Stripe.Dispute;
type Wish = { inquiry?: boolean; amount?: number; reason?: string };

/** A holder disputes a payment, in whole or in part (minor units); an inquiry only asks about it. */
export function openDispute(world: World, charge: Stripe.Charge, wish: Wish = {}): Dispute {
  const { inquiry = false, amount = charge.amount, reason = 'fraudulent' } = wish;
  const dispute = whole('Dispute', {
    id: freshId('du_1'),
    amount,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    evidence: {},
    evidence_details: {
      due_by: world.now() + 9 * 24 * 3600,
      enhanced_eligibility: {},
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: inquiry,
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      type: 'card',
      card: {
        brand: charge.payment_method_details?.card?.brand ?? 'visa',
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: charge.payment_method_details?.card?.network ?? 'visa',
        network_reason_code: '10.4',
      },
    },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  });
  world.records.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  if (!inquiry) moveMoney(world, dispute, 'dispute');
  emit(world, 'charge.dispute.created', dispute);
  if (!inquiry) emit(world, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The holder was not content with the answer: an inquiry becomes a dispute about the money. */
export function escalateInquiry(world: World, dispute: Dispute) {
  const before = change(dispute, { status: 'needs_response', is_charge_refundable: false });
  if (dispute.payment_method_details?.card)
    dispute.payment_method_details.card.case_type = 'chargeback';
  moveMoney(world, dispute, 'dispute');
  emit(world, 'charge.dispute.updated', dispute, before);
  emit(world, 'charge.dispute.funds_withdrawn', dispute);
}

/** The bank decides: what was withdrawn comes back or is gone. An inquiry just ends. */
export function closeDispute(world: World, dispute: Dispute, outcome: 'won' | 'lost') {
  const inquiry = isInquiry(dispute);
  world.records.settlements.delete(dispute.id);
  dispute.status = inquiry ? 'warning_closed' : outcome;
  dispute.is_charge_refundable = inquiry || outcome === 'won';
  dispute.evidence_details.due_by = null;
  if (outcome === 'won' && !inquiry) {
    moveMoney(world, dispute, 'dispute_reversal');
    emit(world, 'charge.dispute.funds_reinstated', dispute);
  }
  emit(world, 'charge.dispute.closed', dispute);
}

/** A card network suspects fraud without anybody having disputed the payment yet. */
export function warnOfFraud(world: World, charge: Stripe.Charge) {
  const warning = whole('Radar.EarlyFraudWarning', {
    id: freshId('issfr_1'),
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: world.now(),
    fraud_type: 'made_with_stolen_card',
    payment_intent: idOf(charge.payment_intent) ?? '',
  });
  world.records.warnings.set(warning.id, warning);
  emit(world, 'radar.early_fraud_warning.created', warning);
  return warning;
}

export const isInquiry = ({ status }: Dispute) => status.startsWith('warning_');
export const isDecided = ({ status }: Dispute) =>
  ['won', 'lost', 'warning_closed', 'prevented'].includes(status);

export const disputesOf = (world: World, charge: string) =>
  [...world.records.disputes.values()].filter((each) => idOf(each.charge) === charge);

function moveMoney(world: World, dispute: Dispute, category: 'dispute' | 'dispute_reversal') {
  const away = category === 'dispute';
  const movement = writeMovement(world, {
    amount: away ? -dispute.amount : dispute.amount,
    currency: dispute.currency,
    source: dispute.id,
    type: 'adjustment',
    category,
    fee: away ? disputeFee : 0,
  });
  dispute.balance_transactions = [...dispute.balance_transactions, structuredClone(movement)];
}
