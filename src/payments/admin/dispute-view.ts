import type { PaymentRead } from '../actions/read-payment.ts';
import { isOpen, isWatched } from '../rules/dispute.ts';
import { disputeReasonText, disputeStateWords, timeToAnswer } from '../rules/dispute-words.ts';

/** What the page of a payment shows of its disputes, and whether one of them keeps the money where it is. */
export function disputesView({ disputes, disputeSteps }: PaymentRead, now: Date): object {
  const shown = disputes.map((row) => ({
    ...row,
    state: disputeStateWords[row.state],
    reasonText: disputeReasonText(row.reason),
    answerBy: isWatched(row.state) ? row.evidence_by : null,
    time:
      row.state === 'under_review' || !isWatched(row.state)
        ? null
        : timeToAnswer(row.evidence_by, now),
    steps: disputeSteps
      .filter(({ disputeId }) => disputeId === row.id)
      .map(({ at, state }) => ({ at, text: disputeStateWords[state].text })),
  }));
  return { disputes: shown, disputed: disputes.some(({ state }) => isOpen(state)) };
}
