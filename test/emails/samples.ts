import type { Links } from '../../src/platform/links.ts';
import type { Letter, LetterData, LetterKind } from '../../src/emails/rules/letters.ts';

export const requestId = '0197a000-0000-7000-8000-000000000001';
export const licenceId = '0197a000-0000-7000-8000-000000000002';

const about = { reference: 'RQ-2026-000042', articles: ['River town floods'] };
const sum = { amount: 14000, currency: 'GBP' };
const dueAt = new Date('2026-12-24T10:00:00Z');
const promisedAt = new Date('2026-11-26T17:00:00Z');

const item = {
  title: 'River town floods',
  use: 'In full on a website with up to 250,000 views a month, for 3 months.',
  lines: [
    { label: 'Base for up to 250,000 views a month', value: '£140.00' },
    { label: '3 months', value: '× 0.7' },
    { label: 'Rounded up to a full £5', value: '£100.00' },
  ],
  conditions: [],
  net: 10000,
  tax: 2000,
  total: 12000,
};

const otherItem = {
  title: 'After the flood',
  use: 'In a newsletter with up to 1,000 subscribers, once.',
  lines: [{ label: 'Base for up to 1,000 subscribers', value: '£40.00' }],
  conditions: ['The photographer is named beside each picture.'],
  net: 4000,
  tax: 800,
  total: 4800,
};
const twoSums = { net: 14000, tax: 2800, total: 16800 };

/** One plausible set of data for each kind of letter. */
export function samples(links: Links): LetterData {
  const payPage = links.to(`/pay/${links.placeholder('pay', requestId)}`);
  const invoiceSaid = {
    ...{ number: 'INV-2026-000001', purchaseOrder: 'PO 4711', own: true, forPayer: false },
    invoiceUrl: `${payPage}/invoices/INV-2026-000001`,
  };
  return {
    'verify-address': { ...about, verifyUrl: verifyLink(links) },
    'request-received': { ...about, promisedAt, known: [] },
    question: {
      ...about,
      author: 'Amal',
      message: 'Which edition is it for?\nAnd will there be pictures?',
      replyBy: new Date('2026-12-15T17:00:00Z'),
    },
    message: { ...about, author: 'Amal', message: 'Yes, both editions are meant.\nKind regards.' },
    'message-to-staff': {
      ...about,
      author: 'Dana',
      organisation: 'The Daily Example',
      message: 'The weekend edition.\nNo pictures.',
    },
    invoice: { ...about, ...invoiceSaid, ...sum, dueAt, onTerms: false },
    'invoice-reminder': {
      ...{ ...about, ...invoiceSaid, ...sum, dueAt, onTerms: true },
      ...{ stage: 'after', lastDay: new Date('2027-01-03T10:00:00Z') },
    },
    'invoice-cancelled': {
      ...{ ...about, ...invoiceSaid, ...sum },
      ...{ creditNote: 'CN-2026-000001', replacedBy: 'INV-2026-000002' },
      reason: 'The legal name was wrong.',
    },
    'refund-made': {
      ...about,
      ...{ amount: 6000, currency: 'GBP', paid: 12000, whole: false },
      ...{ paidAt: new Date('2026-11-24T10:00:00Z'), how: 'card', bankReference: '' },
      reason: 'A lower price was agreed.',
      note: 'Thank you for your patience.\nKind regards.',
      licences: ['OP-2026-000123'],
    },
    'licence-changed': {
      ...about,
      what: 'suspended',
      licences: ['OP-2026-000123'],
      reason: 'The payment is disputed at the bank of the card or account that paid.',
    },
    'staff-dispute': {
      ...{ reference: 'RQ-7F3K2A', what: 'opened', licence: 'suspended', ...sum },
      reason: 'The cardholder says: this was not me (fraud)',
      answerBy: new Date('2026-12-02T23:59:59Z'),
      paymentUrl: links.to('/admin/payments/01935a00-0000-7000-8000-000000000001'),
    },
    'staff-refund-failed': {
      reference: 'RQ-7F3K2A',
      ...{ amount: 14000, currency: 'GBP', restored: true },
      reason: 'The card has expired or was cancelled.',
      paymentUrl: links.to('/admin/payments/01935a00-0000-7000-8000-000000000001'),
    },
    offer: {
      ...about,
      replaces: false,
      items: [item],
      leftOut: [],
      currency: 'GBP',
      net: 10000,
      tax: 2000,
      total: 12000,
      termsVersion: 3,
      expiresAt: new Date('2026-12-08T17:00:00Z'),
      note: 'The second picture is not ours;\nplease leave it out.',
    },
    declined: {
      ...about,
      reason: 'The text comes from an agency.',
      alternative: 'You may quote up to 100 words with a credit.',
      note: '',
    },
    'payment-received': { ...about, ...sum, net: 11667, tax: 2333, paidAt: promisedAt },
    'payment-waiting': {
      ...about,
      ...sum,
      how: 'transfer',
      bankDetails: 'Harbour Bank\nSort code 00-00-00, account 00000000',
    },
    'payment-failed': { ...about, ...sum },
    'licence-issued': licenceSample(links),
    withdrawn: { ...about, by: 'republisher', reason: '' },
    lapsed: { ...about, why: 'unanswered' },
    'staff-new-request': {
      ...about,
      author: 'Dana',
      organisation: 'The Daily Example',
      uses: [item.use],
      answer: '£100.00 before tax',
      flags: ['Says it is a charity, without proof'],
      promisedAt,
    },
    'staff-held-payment': { reference: about.reference, ...sum, reason: 'the offer was replaced.' },
    'staff-invoice-trouble': {
      reference: about.reference,
      ...sum,
      reason: 'it is not the sum that was offered.',
    },
    'sign-in': {
      url: links.to('/admin/auth/magic-link/verify?token=abc&next=/admin'),
      minutes: 15,
    },
    invite: { inviter: 'Amal', role: 'editor', url: links.to('/admin/sign-in') },
  };
}

function verifyLink(links: Links): string {
  const page = links.placeholder('request', requestId);
  return links.to(`/requests/${page}?verify=${links.placeholder('verify', requestId)}`);
}

function licenceSample(links: Links): LetterData['licence-issued'] {
  const page = links.to(`/licences/${links.placeholder('licence', licenceId)}`);
  const verifyUrl = links.to('/verify/OP-2026-000123');
  return {
    ...about,
    number: 'OP-2026-000123',
    grant:
      'The Daily Example may publish “River town floods” in full on its website until 24 February 2027.',
    fee: sum,
    liveMoney: true,
    allowance: '',
    endsAt: new Date('2027-02-24T23:59:59Z'),
    creditText: `“River town floods” by Ada Writer was first published by The Harbour Gazette.\nLicence OP-2026-000123: ${verifyUrl}`,
    creditHtml: `<p class="republished-from"><em><a href="https://gazette.example.org/floods" rel="bookmark">River town floods</a> by Ada Writer &amp; others. <a href="${verifyUrl}" rel="license">Licence OP-2026-000123</a>.</em></p>`,
    termsShort: ['Print the credit as it stands.', 'Do not change the text.'],
    termsVersion: 3,
    termsText: '1. Credit\nThe credit stands below the headline.\n\n\n2. Edits\nNone.',
    licenceUrl: page,
    certificateUrl: `${page}/certificate.pdf`,
    verifyUrl,
  };
}

const republisher = { name: 'Dana of The Daily Example', address: 'dana@example.org' };
const withoutRequest = new Set<LetterKind>(['sign-in', 'invite', 'staff-held-payment']);

/** One letter of each kind. */
export function letters(links: Links): Letter[] {
  const data = samples(links);
  const kinds = Object.keys(data) as LetterKind[];
  return kinds.map((kind) => ({
    kind,
    requestId: withoutRequest.has(kind) ? null : requestId,
    to: republisher,
    data: data[kind],
  }));
}

/** The other faces of some letters, by the name of their snapshot. */
export function variants(links: Links): [string, Letter][] {
  const data = samples(links);
  const of = <K extends LetterKind>(kind: K, changed: Partial<LetterData[K]>): Letter<K> => ({
    kind,
    requestId,
    to: republisher,
    data: { ...data[kind], ...changed },
  });
  const leftOut = [{ title: 'The dam', why: 'This article was withdrawn. We are sorry.' }];
  const two = {
    articles: ['River town floods', 'After the flood'],
    items: [item, otherItem],
    leftOut,
  };
  return [
    ['offer-replaced-two-articles', of('offer', { ...two, replaces: true, note: '', ...twoSums })],
    ['declined-with-note', of('declined', { alternative: '', note: 'Thank you for asking.' })],
    [
      'refund-whole-by-transfer',
      of('refund-made', { ...{ whole: true, how: 'transfer', bankReference: 'FT-9' }, note: '' }),
    ],
    [
      'licence-restored',
      of('licence-changed', { what: 'restored', reason: 'The invoice has been paid.' }),
    ],
    [
      'licence-revoked',
      of('licence-changed', {
        what: 'revoked',
        licences: ['OP-2026-000123', 'OP-2026-000124'],
        reason: 'The bank has taken the payment back.',
      }),
    ],
    ['refund-of-held-money', of('refund-made', { licences: [], reason: 'It was paid twice.' })],
    ['staff-refund-failed-part', of('staff-refund-failed', { restored: false })],
    ...(['warning', 'won', 'lost', 'warning_closed', 'prevented', 'fraud'] as const).map(
      (what): [string, Letter] => [
        `staff-dispute-${what}`,
        of('staff-dispute', {
          what,
          ...(what === 'warning' ? {} : { answerBy: null }),
          licence: what === 'won' ? 'restored' : what === 'lost' ? 'revoked' : null,
        }),
      ],
    ),
    [
      'invoice-for-payer-on-terms',
      of('invoice', { own: false, forPayer: true, onTerms: true, purchaseOrder: '' }),
    ],
    ['invoice-due-soon', of('invoice-reminder', { stage: 'before' })],
    ['invoice-overdue-before-licence', of('invoice-reminder', { onTerms: false })],
    ['invoice-suspended', of('invoice-reminder', { stage: 'last' })],
    ['invoice-long-overdue', of('invoice-reminder', { stage: 'last', onTerms: false, own: false })],
    [
      'invoice-cancelled-there',
      of('invoice-cancelled', { own: false, creditNote: '', replacedBy: '', reason: '' }),
    ],
    ['payment-processing', of('payment-waiting', { how: 'processing', bankDetails: '' })],
    ['licence-free', of('licence-issued', { fee: null, liveMoney: false, endsAt: null })],
    [
      'licence-by-allowance',
      of('licence-issued', {
        ...{ fee: null, liveMoney: false },
        allowance: 'Covered by your allowance Partners: 1 of 2 left until 22 November 2027.',
      }),
    ],
    ['licence-test-money', of('licence-issued', { liveMoney: false })],
    [
      'request-received-known',
      of('request-received', {
        known: ['We know your organisation by this address.', 'River town floods: £50.00'],
      }),
    ],
    ['withdrawn-by-staff', of('withdrawn', { by: 'staff', reason: 'The photo was not ours.' })],
    ['lapsed-unconfirmed', of('lapsed', { why: 'unconfirmed' })],
    ['lapsed-offer', of('lapsed', { why: 'offer_ended' })],
    ['staff-new-request-no-flags', of('staff-new-request', { flags: [] })],
  ];
}
