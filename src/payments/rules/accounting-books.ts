import type { OfferItem } from '../../requests/rules/offer.ts';

/** A payment, or what was given back of one, with what an accounts department asks about it. */
export interface Sale {
  /** Of the payment, or of the entry that a refund made in the history. */
  id: string;
  at: Date;
  currency: string;
  /** Minor units; for a refund what this entry gave back, negative where it came back. */
  amount: number;
  paymentId: string;
  method: string;
  kind: string;
  heldWhy: string;
  paymentIntent: string | null;
  chargeId: string | null;
  bankReference: string;
  reference: string | null;
  organisation: string | null;
  ownReference: string | null;
  country: string | null;
  billing: { legalName?: string; billingCountry?: string; vatNumber?: string } | null;
  /** Of the offer that the money counts for; null for money that is held. */
  offer: { version: number; net: number; tax: number; items: readonly OfferItem[] } | null;
  /** Numbers, parted by blanks. */
  licences: string;
  /** The number of the invoice that it was paid on; null where there was none. */
  invoice: string | null;
}

/** What was given back, as the history has it: a refund that began to count, or that came back. */
export interface Refunded extends Sale {
  refundId: string;
  stripeRefund: string | null;
  /** The number of the credit note over it. */
  creditNote: string | null;
  reason: string;
  /** What was given back of the payment before this entry. */
  before: number;
}

/** What a bank took back for good, as the history has it: a dispute that was lost, or that no longer is. */
export interface TakenBack extends Sale {
  disputeId: string;
  reason: string;
}

/** A movement of the balance at the payment service. Sums as in the books there, negative where money leaves. */
export interface FeeRow {
  id: string;
  at: Date;
  kind: string;
  sourceId: string;
  paymentIntent: string;
  currency: string;
  amount: number;
  settledCurrency: string;
  settledAmount: number;
  fee: number;
  reference: string | null;
  licences: string;
}

/** The sums of the books in one currency, minor units. */
export interface Totals {
  currency: string;
  payments: number;
  gross: number;
  net: number;
  tax: number;
  /** Of payments that count for nothing (yet): part of neither net nor tax. */
  held: number;
  refunded: number;
  /** Taken back by payers' banks in disputes that were lost. */
  disputed: number;
  fees: number;
}
