import type Stripe from 'stripe';
import type { DisputeCalls, DisputeThere } from '../../platform/payment-service.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading } from './failures.ts';
import { all, createdSince } from './lists.ts';
import { idOf, isObject } from './shapes.ts';

// The intent carries our metadata, a dispute has none of its own.
const expanded = 'payment_intent';

/** The calls that read what payers' banks call back. */
export function disputeCalls({ disputes, radar }: Stripe, liveMoney: boolean): DisputeCalls {
  const dispute = (answer: unknown): DisputeThere => readDispute(answer, liveMoney);
  return {
    retrieveDispute: (id) =>
      reading(async () => dispute(await disputes.retrieve(id, { expand: [expanded] }))),
    disputesSince: (since) => {
      const wanted = { limit: 100, expand: [`data.${expanded}`], ...createdSince(since) };
      return reading(() => all(disputes.list(wanted), dispute));
    },
    intentOfWarning: (id) =>
      reading(async () => intentOfWarning(await radar.earlyFraudWarnings.retrieve(id), liveMoney)),
  };
}

/** A dispute of which kind, id and mode are as they must be. Its status is the service's own word. */
function readDispute(answer: unknown, liveMoney: boolean): DisputeThere {
  if (!isDispute(answer)) throw new CheckoutFailure('ambiguous', 'not_a_dispute');
  if (answer.livemode !== liveMoney) throw new CheckoutFailure('config', 'other_mode');
  const { id, amount, status, reason, payment_intent: intent, evidence_details: details } = answer;
  const currency = answer.currency.toUpperCase();
  return {
    id,
    paymentIntent: idOf(intent),
    amount: fromChargeUnits(amount, currency),
    currency,
    status,
    reason,
    evidenceBy: typeof details.due_by === 'number' ? new Date(details.due_by * 1000) : null,
    portal: portalOf(intent),
    liveMoney: answer.livemode,
    openedAt: new Date(answer.created * 1000),
  };
}

function isDispute(answer: unknown): answer is Stripe.Dispute {
  return (
    isObject(answer, 'dispute', /^(?:du|dp)_\w+$/u) &&
    Number.isSafeInteger(answer['amount']) &&
    Number.isSafeInteger(answer['created']) &&
    ['currency', 'status', 'reason'].every((name) => typeof answer[name] === 'string') &&
    typeof answer['evidence_details'] === 'object' &&
    answer['evidence_details'] !== null
  );
}

const portalOf = (intent: Stripe.Dispute['payment_intent']): string | null =>
  typeof intent === 'object' ? (intent?.metadata['portal'] ?? null) : null;

function intentOfWarning(answer: unknown, liveMoney: boolean): string | null {
  if (!isObject(answer, 'radar.early_fraud_warning', /^issfr_\w+$/u))
    throw new CheckoutFailure('ambiguous', 'not_a_warning');
  if (answer['livemode'] !== liveMoney) throw new CheckoutFailure('config', 'other_mode');
  return idOf(answer['payment_intent']);
}
