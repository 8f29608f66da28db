/** What a letter about a request is about; titles are cut and counted by the letter itself. */
interface About {
  reference: string;
  /** Headlines, in the order of the request. */
  articles: readonly string[];
}

/** Minor units and ISO 4217 code. */
interface Sum {
  amount: number;
  currency: string;
}

/** A line of a quote in words: "Base for up to 250,000 views a month", "£140.00". */
export interface LetterLine {
  label: string;
  value: string;
}

/**
 * An invoice as letters name it. `invoiceUrl`: our own document, or where it is none of ours the payment page, which leads
 * to it. `forPayer`: it goes to the address for the invoice, whose reader holds no link to the request.
 */
interface InvoiceSaid {
  number: string;
  purchaseOrder: string;
  own: boolean;
  invoiceUrl: string;
  forPayer: boolean;
}

/** One article of an offer; `use` in plain words, sums in minor units of the offer's currency. */
export interface LetterItem {
  title: string;
  use: string;
  lines: readonly LetterLine[];
  /** Sentences that bind its licence besides the terms. */
  conditions: readonly string[];
  net: number;
  tax: number;
  total: number;
}

/**
 * What each kind of letter needs. Texts are finished words in the newsroom's language, sums minor
 * units, times Dates. Only fields whose name ends in `Url` may hold secret links, as placeholders
 * (links.placeholder), and they begin with BASE_URL. queueEmail adds `site`, `locale`, `about` and,
 * with a requestId, `requestUrl` (the guest's page) and `adminUrl` (the staff's page).
 */
export interface LetterData {
  'verify-address': About & { verifyUrl: string };
  /** `known`: what changes by what we know of the organisation, a sentence each. */
  'request-received': About & { promisedAt: Date; known: readonly string[] };
  question: About & { author: string; message: string; replyBy: Date };
  message: About & { author: string; message: string };
  'message-to-staff': About & { author: string; organisation: string; message: string };
  /**
   * `replaces`: an earlier offer of this request no longer holds. `leftOut`: articles that were asked for and are not
   * in it, each with the reason.
   */
  offer: About & {
    replaces: boolean;
    items: readonly LetterItem[];
    leftOut: readonly { title: string; why: string }[];
    currency: string;
    net: number;
    tax: number;
    total: number;
    termsVersion: number;
    expiresAt: Date;
    note: string;
  };
  declined: About & { reason: string; alternative: string; note: string };
  'payment-received': About & Sum & { net: number; tax: number; paidAt: Date };
  /** `processing`: the bank has not confirmed yet; `transfer`: we wait for a bank transfer. */
  'payment-waiting': About & Sum & { how: 'processing' | 'transfer'; bankDetails: string };
  'payment-failed': About & Sum;
  /** `onTerms`: the licence is issued already. */
  invoice: About & Sum & InvoiceSaid & { dueAt: Date; onTerms: boolean };
  /** `lastDay`: when a licence that was issued before the payment is suspended. */
  'invoice-reminder': About &
    Sum &
    InvoiceSaid & {
      dueAt: Date;
      stage: 'before' | 'after' | 'last';
      onTerms: boolean;
      lastDay: Date;
    };
  /** `creditNote` and `replacedBy` are numbers, or '' for none; `invoiceUrl` leads to the credit note. */
  'invoice-cancelled': About &
    Sum &
    InvoiceSaid & { creditNote: string; replacedBy: string; reason: string };
  /**
   * Money was given back: `paid` and `paidAt` are of the payment, `whole` says that nothing of it is left, `licences`
   * are the numbers of those that it paid for (none where it was held). `how` it was paid and goes back.
   */
  'refund-made': About &
    Sum & {
      paid: number;
      paidAt: Date;
      whole: boolean;
      how: 'card' | 'transfer';
      bankReference: string;
      reason: string;
      note: string;
      licences: readonly string[];
    };
  /** One letter for each licence; `fee` null where it is free, `grant` the grant in one sentence. */
  'licence-issued': About & {
    number: string;
    grant: string;
    fee: Sum | null;
    liveMoney: boolean;
    /** The allowance that pays for it, in a sentence; '' where none does. */
    allowance: string;
    endsAt: Date | null;
    creditText: string;
    /** Built by the kit from escaped values: it stands in the HTML part as it is. */
    creditHtml: string;
    /** The terms in short, a sentence each, and in full. */
    termsShort: readonly string[];
    termsVersion: number;
    termsText: string;
    licenceUrl: string;
    certificateUrl: string;
    verifyUrl: string;
  };
  /** What was licensed may not be used for now, may be used again, or no longer; `licences` are numbers, one at least. */
  'licence-changed': About & {
    what: 'suspended' | 'restored' | 'revoked';
    licences: readonly string[];
    reason: string;
  };
  withdrawn: About & { by: 'republisher' | 'staff'; reason: string };
  lapsed: About & { why: 'unconfirmed' | 'unanswered' | 'offer_ended' };
  'staff-new-request': About & {
    author: string;
    organisation: string;
    uses: readonly string[];
    /** What the tariff answers, in words. */
    answer: string;
    flags: readonly string[];
    promisedAt: Date;
  };
  'staff-held-payment': Sum & { reference: string; reason: string };
  /** `restored`: the licence that had ended with the refund is in force again. */
  'staff-refund-failed': Sum & {
    reference: string;
    reason: string;
    restored: boolean;
    paymentUrl: string;
  };
  /**
   * A payer's bank calls money back, asks about it or has decided; `fraud`: a card network only suspects it. `licence`:
   * what became of it with this. `answerBy` null where no answer is awaited, `reason` in words, '' where none is known.
   */
  'staff-dispute': Sum & {
    reference: string;
    what: 'opened' | 'warning' | 'won' | 'lost' | 'warning_closed' | 'prevented' | 'fraud';
    reason: string;
    answerBy: Date | null;
    licence: 'suspended' | 'restored' | 'revoked' | null;
    paymentUrl: string;
  };
  /** An invoice at the payment service was not made, or more was paid on it; `reason`: what to do about it, in words. */
  'staff-invoice-trouble': Sum & { reference: string; reason: string };
  'sign-in': { url: string; minutes: number };
  invite: { inviter: string; role: string; url: string };
}

export type LetterKind = keyof LetterData;

/** One letter to be written: who it is for and what it says. */
export interface Letter<K extends LetterKind = LetterKind> {
  kind: K;
  requestId: string | null;
  to: { name: string; address: string };
  data: LetterData[K];
}

/**
 * Letters whose link signs somebody in: staff pages never show their text, and once an SMTP server
 * has taken them the text is forgotten.
 */
export function holdsSignInLink(kind: string): boolean {
  return kind === 'sign-in' || kind === 'invite';
}
