import { formatMoney } from '../../values/money.ts';
import { disputeReasonText, disputeStateWords } from './dispute-words.ts';
import type { Evidence } from './evidence.ts';
import { historyOf, lettersOf, licencesOf, messagesOf, openingsOf } from './evidence-delivery.ts';
import { facts, quoted, type Section } from './evidence-parts.ts';
import { cutText, plainCode, utc } from './evidence-words.ts';
import { refundReasonText } from './refund-reasons.ts';

const sum = ({ amount, currency }: { amount: number; currency: string }): string =>
  formatMoney({ amount, currency }, 'en-GB');

/**
 * The evidence in the order in which a bank reads it: the story in short, who bought what, who accepted it, what was
 * paid, what was delivered, and then every text. English, as evidence is. Long texts are cut, which is said.
 */
export function evidenceSections(evidence: Evidence): Section[] {
  const { offer, acceptance } = evidence;
  const terms = acceptance?.terms_text ?? '';
  const sections: (Section | null)[] = [
    { heading: 'In short', parts: inShort(evidence).map((text) => ({ text, look: 'plain' })) },
    buyerOf(evidence),
    offer && {
      heading: `What was bought: offer ${offer.version}`,
      parts: [
        facts([
          ['Made', utc(offer.created_at)],
          ['SHA-256 of the text', offer.hash],
        ]),
        quoted(cutText(acceptance?.offer_text ?? offer.text, 300)),
      ],
    },
    acceptedBy(evidence),
    moneyOf(evidence),
    licencesOf(evidence.licences),
    openingsOf(evidence),
    lettersOf(evidence.letters, terms),
    messagesOf(evidence),
    acceptance && {
      heading: `Terms, version ${acceptance.terms_version}`,
      parts: [facts([['SHA-256 of the text', acceptance.terms_hash]]), quoted(cutText(terms, 900))],
    },
    historyOf(evidence),
  ];
  return sections.filter((section) => section !== null);
}

const times = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The story in a few sentences. */
function inShort({
  request,
  acceptance,
  payment,
  licences,
  openings,
  letters,
}: Evidence): string[] {
  const story: string[] = [];
  if (acceptance !== null && request !== null)
    story.push(
      `On ${utc(acceptance.accepted_at)} ${acceptance.actor} of ${request.organisation} accepted the offer and its terms by pressing “${acceptance.button}”, from the network address ${acceptance.address}.`,
    );
  story.push(`${sum(payment)} was paid on ${utc(payment.paid_at)}.`);
  for (const { number, issued_at: at } of licences)
    story.push(`Licence ${number} was issued on ${utc(at)}.`);
  const taken = letters.filter(({ sent_at: at }) => at !== null).length;
  if (taken > 0)
    story.push(
      `${times(taken, 'letter')} about it ${taken === 1 ? 'was' : 'were'} accepted by the mail server for delivery; the texts stand below.`,
    );
  const [first, last] = [openings[0], openings.at(-1)];
  if (first !== undefined && last !== undefined)
    story.push(
      `The licence or its certificate was opened ${times(openings.length, 'time')} with the secret link in the letters, first on ${utc(first.opened_at)}, last on ${utc(last.opened_at)}.`,
    );
  return story;
}

function buyerOf({ request, seller }: Evidence): Section | null {
  if (request === null) return null;
  const billing = (request.billing ?? {}) as Record<string, string | undefined>;
  const { email_verified_at: confirmedAt } = request;
  const parts = [
    facts([
      ['Request', request.reference],
      ['Sent', utc(request.created_at)],
      ['Buyer', request.contact_name],
      ['Organisation', request.organisation],
      ['E-mail address', request.email],
      ['Address confirmed', confirmedAt && `${utc(confirmedAt)}, by a link sent to it`],
      ['Country', request.country],
      ['For', request.end_client],
      ['Publication', [request.publication_title, request.publication_url].join(' ').trim()],
      ['Their reference', request.own_reference],
      ['Billed to', [billing['legalName'], billing['billingAddress']].join('\n').trim()],
      ['VAT number', billing['vatNumber']],
      ['Seller', [seller.legalName || seller.name, seller.address].join('\n').trim()],
    ]),
  ];
  return { heading: 'Who bought', parts };
}

function acceptedBy({ acceptance }: Evidence): Section | null {
  if (acceptance === null) return null;
  const rows = facts([
    ['Who', acceptance.actor],
    ['When', utc(acceptance.accepted_at)],
    ['Network address', acceptance.address],
    ['Browser', acceptance.agent],
    ['Button pressed', acceptance.button],
    ['Offer, SHA-256', acceptance.offer_hash],
    ['Terms', `version ${acceptance.terms_version}`],
    ['Terms, SHA-256', acceptance.terms_hash],
  ]);
  return { heading: 'The acceptance', parts: [rows] };
}

function moneyOf({ payment, refunds, disputes }: Evidence): Section {
  const by = payment.payment_intent === null ? 'Bank transfer' : 'Stripe';
  const parts = [
    facts([
      ['Sum', `${sum(payment)}${payment.live_money ? '' : ' (test, no real money)'}`],
      ['Received', utc(payment.paid_at)],
      ['How', `${by} ${payment.payment_intent ?? payment.bank_reference}`],
      ['Charge', payment.charge_id],
      [
        'Given back',
        payment.refunded === 0 ? 'nothing' : sum({ ...payment, amount: payment.refunded }),
      ],
      ...refunds.map((refund): [string, string] => [
        `Refund ${plainCode(refund.state)}`,
        `${sum(refund)}, ${utc(refund.created_at)}, ${refundReasonText(refund.reason)}`,
      ]),
      ...disputes.map((dispute): [string, string] => [
        disputeStateWords[dispute.state].text,
        `${sum(dispute)}, ${utc(dispute.opened_at)}, ${disputeReasonText(dispute.reason)} (${dispute.stripe_id})`,
      ]),
    ]),
  ];
  return { heading: 'The payment', parts };
}
