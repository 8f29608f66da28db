import type { RequestState } from './life.ts';

/** What decides the words of the next step. */
export interface NextFacts {
  state: RequestState;
  /** The promise of an answer, kept or broken. */
  promisedAt: Date | null;
  /** When the request ends by itself, null where it does not. */
  lapsesAt: Date | null;
  /** A bank has the payment in hand, or a transfer is awaited. */
  paymentUnderWay: boolean;
  /** When the invoice is due that is not paid yet, or null where there is none. */
  invoiceDue: Date | null;
  /** One of the articles may not be licensed as things stand. */
  refused: boolean;
}

/** English keys; `day` fills {day} in both, `total` and `email` are known to the page. */
export interface NextStep {
  title: string;
  text: string;
  day: Date | null;
}

const closed: Partial<Record<RequestState, [string, string]>> = {
  granted: ['Your licence is ready', 'The terms are in your mailbox and on the licence page.'],
  declined: [
    'We cannot license this',
    'The reason and what is possible instead stand below. You are welcome to ask again for another use.',
  ],
  withdrawn: [
    'This request is withdrawn',
    'Nothing can be paid for it any more. You are welcome to ask again at any time.',
  ],
  lapsed: [
    'This request has ended by itself',
    'We waited for an answer and none came. Nothing was charged. You are welcome to ask again at any time.',
  ],
  cancelled: [
    'We have closed this request',
    'Nothing can be paid for it any more. Write to us if you think this is a mistake.',
  ],
};

/** What happens next and by when, in one title and one sentence. */
export function nextStep(facts: NextFacts, now: Date): NextStep {
  if (facts.invoiceDue !== null && facts.state === 'granted') return owed(facts.invoiceDue);
  const ended = closed[facts.state];
  if (ended !== undefined) return { title: ended[0], text: ended[1], day: null };
  const day = facts.lapsesAt;
  if (facts.refused && (facts.state === 'offered' || facts.state === 'accepted')) return refused;
  if (facts.state === 'unverified')
    return {
      title: 'Confirm your e-mail address',
      text: 'We sent a letter to {email}. Open its link and press the button there: then an editor looks at your request. Without it the request ends by itself on {day}.',
      day,
    };
  if (facts.state === 'needs_info')
    return {
      title: 'We have a question',
      text: 'Please answer below by {day}. Without an answer the request ends by itself.',
      day,
    };
  if (facts.state === 'offered')
    return {
      title: 'Your offer is ready: {total}',
      text: 'Accept it by {day}; the price holds until then.',
      day,
    };
  if (facts.state === 'accepted' && facts.invoiceDue !== null) return invoiced(facts.invoiceDue);
  if (facts.state === 'accepted') return acceptedStep(facts.paymentUnderWay, day);
  return deciding(facts.promisedAt, now);
}

const refused: NextStep = {
  title: 'This can no longer be licensed',
  text: 'What has changed with the article stands below. Nothing can be accepted or paid. A payment that was under way already is not kept: an editor gives it back.',
  day: null,
};

/** Licensed before the payment. */
const owed = (day: Date): NextStep => ({
  title: 'Your licence is ready',
  text: 'The terms are in your mailbox and on the licence page. Please pay the invoice by {day}.',
  day,
});

const invoiced = (day: Date): NextStep => ({
  title: 'Pay {total}',
  text: 'Please pay the invoice by {day}. The licence is here as soon as the money is.',
  day,
});

function acceptedStep(paymentUnderWay: boolean, day: Date | null): NextStep {
  if (paymentUnderWay)
    return {
      title: 'Your payment is under way',
      text: 'We wait for the bank to confirm it. The licence follows by itself within seconds of that.',
      day: null,
    };
  return {
    title: 'Pay {total}',
    text: 'Please pay by {day}. The licence is here within seconds of the payment.',
    day,
  };
}

function deciding(promisedAt: Date | null, now: Date): NextStep {
  if (promisedAt !== null && promisedAt < now)
    return {
      title: 'We are late with our answer',
      text: 'We promised it by {day}. Your request is not forgotten: it stands first on our editors’ list.',
      day: promisedAt,
    };
  return {
    title: 'An editor is looking at your request',
    text: 'You have our answer by {day}. There is nothing you need to do.',
    day: promisedAt,
  };
}
