import type { Context } from '../../platform/context.ts';
import { decimalOf } from '../../values/money.ts';
import type { PaymentRead } from '../actions/read-payment.ts';
import { heldBy } from '../rules/dispute.ts';
import { heldText } from '../rules/judge.ts';
import type { Proposal } from '../rules/proposal.ts';
import { dashboardUrl } from '../rules/reconcile-sums.ts';
import { refundReasonCodes, refundReasonText } from '../rules/refund-reasons.ts';
import { refundRefusal, type RefundState } from '../rules/refund.ts';
import type { RefundRow } from '../store/refunds.ts';
import { disputesView } from './dispute-view.ts';

interface Looking {
  locale: string;
  handlesMoney: boolean;
  decides: boolean;
}

/** What the page of a payment shows. */
export function paymentView(
  ctx: Context,
  read: PaymentRead,
  { locale, handlesMoney }: Looking,
): object {
  const { payment, request, licences, refunds, left, proposal } = read;
  const t = (key: string): string => ctx.views.translator.t(locale, key, {});
  const isHeld = payment.kind !== 'primary';
  const byTransfer = payment.payment_intent === null;
  const sameMoney = byTransfer || ctx.checkout?.liveMoney === payment.live_money;
  return {
    payment,
    request,
    licences,
    held: isHeld ? heldText(payment.held_why) : null,
    byTransfer,
    stripeUrl:
      payment.payment_intent === null
        ? null
        : dashboardUrl(payment.payment_intent, payment.live_money),
    refunds: refunds.map((refund) => shown(refund)),
    ...disputesView(read, ctx.now()),
    warned: read.warned,
    left,
    mayGiveBack: handlesMoney && left > 0 && sameMoney && heldBy(read.disputes) !== 'open',
    // Another key is set than the one that took the money, or none.
    otherKey: handlesMoney && left > 0 && !sameMoney,
    handlesMoney,
    isHeld,
    oneClick: isHeld && !byTransfer,
    proposal,
    proposed: amountTyped(proposal, { left, currency: payment.currency }),
    reasons: refundReasonCodes.map((value) => ({ value, label: t(refundReasonText(value)) })),
    reason: isHeld ? (payment.kind === 'duplicate' ? 'duplicate' : 'not_kept') : '',
    seen: refunds.length,
    key: ctx.newToken(),
  };
}

/** The sum that the form begins with: what the rules propose, or everything where there are none. */
function amountTyped(
  proposal: Proposal | null,
  { left, currency }: { left: number; currency: string },
): string {
  const amount = proposal === null ? left : proposal.amount;
  return amount === 0 ? '' : decimalOf({ amount, currency });
}

const states: Record<RefundState, { text: string; kind: string }> = {
  requested: { text: 'Stripe is asked', kind: 'warning' },
  pending: { text: 'On its way', kind: 'warning' },
  succeeded: { text: 'Given back', kind: 'good' },
  failed: { text: 'Not given back', kind: 'bad' },
  canceled: { text: 'Called off', kind: 'bad' },
};

function shown(refund: RefundRow): object {
  const failed = refund.state === 'failed' || refund.state === 'canceled';
  return {
    ...refund,
    ...{ stateText: states[refund.state].text, stateKind: states[refund.state].kind },
    reasonText: refundReasonText(refund.reason),
    refusal: failed ? refundRefusal(refund.error) : null,
  };
}
