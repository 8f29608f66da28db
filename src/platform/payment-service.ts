import type { BookCalls } from './payment-books.ts';

/** A checkout session as the payment service tells it, reduced to what we judge by. Amounts in minor units. */
export interface CheckoutSession {
  id: string;
  url: string | null;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  amountTotal: number;
  currency: string;
  paymentIntent: string | null;
  intentStatus: string | null;
  amountReceived: number;
  amountRefunded: number;
  chargeId: string | null;
  liveMoney: boolean;
  expiresAt: Date;
  metadata: Record<string, string>;
}

/** A refund as the payment service tells it. Minor units. */
export interface RefundThere {
  id: string;
  amount: number;
  currency: string;
  state: 'pending' | 'succeeded' | 'failed' | 'canceled';
  paymentIntent: string | null;
  /** The installation that took the payment; null where none is named. */
  portal: string | null;
  /** Our own name for it; null where it was made without us. */
  refundId: string | null;
  failure: string | null;
  createdAt: Date;
}

/** A payment that the payer's bank calls back, as the payment service tells it. Minor units. */
export interface DisputeThere {
  id: string;
  /** Null where it belongs to no payment intent, and so to none of ours. */
  paymentIntent: string | null;
  amount: number;
  currency: string;
  /** The service's own words; it may add new ones. */
  status: string;
  reason: string;
  /** The last moment for an answer; null where none is wanted. */
  evidenceBy: Date | null;
  /** The installation that took the payment; null where none is named. */
  portal: string | null;
  liveMoney: boolean;
  openedAt: Date;
}

/** What payers' banks call back. */
export interface DisputeCalls {
  retrieveDispute(id: string): Promise<DisputeThere>;
  disputesSince(since: Date): Promise<DisputeThere[]>;
  /** The payment intent that an early warning of fraud is about. */
  intentOfWarning(id: string): Promise<string | null>;
}

/** Money that was paid on an invoice. Minor units. */
export interface InvoicePaymentThere {
  paymentIntent: string | null;
  chargeId: string | null;
  amount: number;
  isPaid: boolean;
}

/** An invoice as the payment service tells it. Minor units. */
export interface InvoiceThere {
  id: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  /** The three are null until it is finalised. */
  number: string | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
  customerId: string | null;
  currency: string;
  total: number;
  amountPaid: number;
  amountRemaining: number;
  amountOverpaid: number;
  dueAt: Date | null;
  payments: InvoicePaymentThere[];
  liveMoney: boolean;
  metadata: Record<string, string>;
}

/** What takes back an invoice, or a part of it: its address is that of the printable document. */
export interface CreditNoteThere {
  id: string;
  number: string;
  pdfUrl: string | null;
  /** The refunds, by their ids there, that it belongs to. */
  refundIds: string[];
  /** Our own name for the refund; null where it was made without us. */
  refundId: string | null;
}

/** Documents at the payment service; each call that writes has a key of its own. */
export interface InvoiceCalls {
  /** Returns the id of the customer. */
  createCustomer(params: object, key: string): Promise<string>;
  createInvoice(params: object, key: string): Promise<InvoiceThere>;
  addInvoiceItem(params: object, key: string): Promise<void>;
  finaliseInvoice(id: string, key: string): Promise<InvoiceThere>;
  retrieveInvoice(id: string): Promise<InvoiceThere>;
  /** Ends an open invoice, or removes a draft; one that was paid or had ended before is answered as it is. */
  voidInvoice(id: string, key: string): Promise<InvoiceThere | null>;
  /** It was paid in another way, such as a transfer to the newsroom's own account. */
  payOutside(id: string, key: string): Promise<InvoiceThere>;
  writeOffInvoice(id: string, key: string): Promise<InvoiceThere>;
  /** Newest first. */
  invoicesSince(since: Date): Promise<InvoiceThere[]>;
  invoiceByIntent(paymentIntent: string): Promise<InvoiceThere | null>;
  createCreditNote(params: object, key: string): Promise<CreditNoteThere>;
  creditNotesOf(invoice: string): Promise<CreditNoteThere[]>;
  /** What a customer transferred that paid no invoice; minor units, none where there is nothing. */
  cashOf(customer: string): Promise<{ amount: number; currency: string }[]>;
}

/** Hosted payment pages. */
export interface SessionCalls {
  createSession(params: object, key: string): Promise<CheckoutSession>;
  retrieveSession(id: string): Promise<CheckoutSession>;
  expireSession(id: string): Promise<CheckoutSession>;
  /** Newest first, sessions of this installation only. */
  sessionsSince(since: Date): Promise<CheckoutSession[]>;
  sessionByIntent(paymentIntent: string): Promise<CheckoutSession | null>;
}

/** Money that is given back. */
export interface RefundCalls {
  createRefund(params: object, key: string): Promise<RefundThere>;
  refundsOf(paymentIntent: string): Promise<RefundThere[]>;
  refundsSince(since: Date): Promise<RefundThere[]>;
  /** The payment intent behind a refund, or behind a charge; null where there is none. */
  intentOfRefund(id: string): Promise<string | null>;
  intentOfCharge(id: string): Promise<string | null>;
}

/** The door to the payment service; null in Context where no Stripe key is configured. */
export interface Checkout extends SessionCalls, RefundCalls, DisputeCalls, InvoiceCalls, BookCalls {
  eventsSince(since: Date): Promise<StripeEvent[]>;
  /** Verifies the signature against every configured secret and its age at `now`; throws when none fits. */
  parseEvent(raw: Buffer, signature: string, now: Date): StripeEvent;
  readonly liveMoney: boolean;
}

/** Something that happened, of which only kind and object count. */
export interface StripeEvent {
  /** Of the event that carries the whole object, also where only its thin twin came. */
  id: string;
  /** Without the version that thin events have before it. */
  type: string;
  objectId: string;
  createdAt: Date;
  liveMoney: boolean;
  payload: unknown;
}
