import { invoiceSentences } from '../../payments/rules/invoice-history.ts';

/** What the history says of an event, as an English key with its values. */
export interface EventWords {
  text: string;
  params: Record<string, string | number>;
}

const sentences: Record<string, string> = {
  ...invoiceSentences,
  submit: '{name} sent the request.',
  verify: '{name} confirmed the e-mail address.',
  requote: 'The answer was worked out anew, by what is known of who asks ({name}).',
  leave_out: '{name} left an article out.',
  take_in: '{name} took an article back in.',
  make_known: '{name} made the organisation known.',
  accept_proof: '{name} accepted a proof of the kind of organisation.',
  use_allowance: 'An allowance paid for an article ({name}).',
  ask: '{name} asked a question.',
  reply: '{name} answered the question.',
  offer: '{name} made an offer of {total}.',
  accept: '{name} accepted the offer.',
  pay: 'The payment came in ({name}).',
  grant_free: '{name} granted it free of charge.',
  decline: '{name} declined the request.',
  withdraw: '{name} withdrew the request.',
  cancel: '{name} cancelled the request.',
  lapse: 'The request ended by itself.',
  remind: 'A reminder was sent.',
  issue: 'A licence was issued ({name}).',
  suspend: '{name} suspended a licence.',
  revoke: '{name} revoked a licence.',
  start_payment: '{name} went to pay.',
  open_payment: 'The payment page was opened.',
  await_bank: 'The bank has yet to confirm the payment.',
  receive_payment: 'The money arrived ({name}).',
  close_payment: 'The payment page was closed.',
  fail_payment: 'A payment failed.',
  abandon_payment: 'A payment was given up before it began.',
  find_payment: 'A payment that the database had lost was found at Stripe.',
  hold_payment: 'Money is held and waits for a decision.',
  ask_refund: '{name} asked for {total} to be given back.',
  await_refund: '{total} are on their way back.',
  refund_payment: '{total} were given back ({name}).',
  fail_refund: '{total} could not be given back.',
  cancel_refund: 'Giving {total} back was called off.',
  inquire: 'The payer’s bank asks about {total}.',
  dispute_payment: 'The payer disputes {total} with the bank.',
  review_dispute: 'The bank looks at the answer about {total}.',
  win_dispute: 'The dispute about {total} was won.',
  lose_dispute: 'The dispute about {total} was lost: the bank took it back.',
  close_inquiry: 'The bank’s question about {total} is closed.',
  prevent_dispute: 'A dispute about {total} was prevented.',
  warn_of_fraud: 'The card network suspects fraud in {total}.',
  published: '{name} told where it appeared.',
  restore: '{name} put a licence in force again.',
  reinstate: '{name} put a licence in force again.',
  expire: 'A licence ended.',
  fail: 'A letter could not be delivered.',
  resend: '{name} sent a letter again.',
};

/** The sentence of an event; a verb without one is shown as it is. `total` is a finished sum or ''. */
export function eventWords(event: { verb: string; name: string; total: string }): EventWords {
  const { verb, name, total } = event;
  const sentence = Object.hasOwn(sentences, verb) ? sentences[verb] : undefined;
  if (sentence === undefined) return { text: '{name}: {verb}', params: { name, verb } };
  return { text: sentence, params: { name, total } };
}
