import type { RequestState } from './life.ts';

/** The dates of a request's way, as far as they have come. */
export interface WayFacts {
  state: RequestState;
  createdAt: Date;
  verifiedAt: Date | null;
  /** When the offer that counts was made, or the free grant. */
  offeredAt: Date | null;
  acceptedAt: Date | null;
  changedAt: Date;
  /** Granted before the payment, on an invoice that is not paid yet. */
  owed: boolean;
  /** Granted without a fee: nothing is to be paid. */
  free: boolean;
}

/** One step of the line that the guest sees; `label` and `note` are English keys. */
export interface Step {
  label: string;
  state: 'done' | 'now' | 'todo' | 'stopped';
  date: Date | null;
  note: string | null;
}

const stops: Partial<Record<RequestState, string>> = {
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  lapsed: 'Ended without an answer',
  cancelled: 'Cancelled',
};

const stepsDone: Record<RequestState, number> = {
  unverified: 1,
  in_review: 2,
  needs_info: 2,
  offered: 3,
  accepted: 3,
  granted: 5,
  declined: 0,
  withdrawn: 0,
  lapsed: 0,
  cancelled: 0,
};

/** The five steps with their dates; a request that ended early shows what was reached and where it stopped. */
export function stepLine(facts: WayFacts): Step[] {
  const granted = facts.state === 'granted' ? facts.changedAt : null;
  const steps: { label: string; date: Date | null; note: string | null }[] = [
    { label: 'Sent', date: facts.createdAt, note: null },
    { label: 'Address confirmed', date: facts.verifiedAt, note: null },
    { label: 'Answer', date: facts.offeredAt, note: null },
    {
      label: facts.free ? 'No fee' : 'Payment',
      date: facts.free || facts.owed ? null : granted,
      note: facts.owed ? 'By invoice' : facts.state === 'accepted' ? 'Offer accepted' : null,
    },
    { label: 'Licence', date: granted, note: null },
  ];
  const stop = stops[facts.state];
  if (stop !== undefined) {
    const reached = steps.filter(({ date }) => date !== null);
    return [
      ...reached.map((step) => ({ ...step, state: 'done' as const })),
      { label: stop, state: 'stopped', date: facts.changedAt, note: null },
    ];
  }
  const done = stepsDone[facts.state];
  const isOwed = ({ label }: { label: string }): boolean => facts.owed && label === 'Payment';
  return steps.map((step, at) => ({
    ...step,
    state: isOwed(step) ? 'now' : at < done ? 'done' : at === done ? 'now' : 'todo',
    date: at <= done ? step.date : null,
  }));
}
