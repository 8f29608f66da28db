import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Settings } from '../../platform/settings.ts';
import { cancellationOf, type Cancellation } from '../../terms/rules/cancellation.ts';
import { takenBack } from '../rules/dispute.ts';
import { proposedRefund, type Proposal } from '../rules/proposal.ts';
import { leftOf } from '../rules/refund.ts';
import {
  disputesOfPayment,
  disputeStepsOf,
  warnedAt,
  type DisputeRow,
  type DisputeStep,
} from '../store/disputes.ts';
import { paymentPage, type PaymentPage } from '../store/payment-page.ts';
import { refundsOfPayment, type RefundRow } from '../store/refunds.ts';

/** A payment with all that was asked for and given back of it. */
export interface PaymentRead extends PaymentPage {
  /** Oldest first. */
  refunds: RefundRow[];
  /** Oldest first. */
  disputes: DisputeRow[];
  /** What became of them, oldest first. */
  disputeSteps: DisputeStep[];
  /** When a card network first warned of fraud. */
  warned: Date | null;
  /** What can still be given back, in minor units. */
  left: number;
  /** What the rules of cancellation propose; null where no licence was paid for. */
  proposal: Proposal | null;
}

/** Reads it; null where there is no such payment. */
export async function readPayment(
  db: Kysely<DB>,
  id: string,
  { settings, now }: { settings: Settings; now: Date },
): Promise<PaymentRead | null> {
  const read = await paymentPage(db, id);
  if (read === null) return null;
  const refunds = await refundsOfPayment(db, id);
  const disputes = await disputesOfPayment(db, id);
  const left = leftOf(read.payment, refunds, takenBack(read.payment, disputes));
  const warned = await warnedAt(db, id);
  return {
    ...read,
    refunds,
    disputes,
    disputeSteps: disputes.length === 0 ? [] : await disputeStepsOf(db, id),
    warned,
    left,
    proposal: proposalOf({ read, left, settings, now }),
  };
}

interface Reading {
  read: PaymentPage;
  left: number;
  settings: Settings;
  now: Date;
}

function proposalOf({ read, left, settings, now }: Reading): Proposal | null {
  const { payment, offer, licences } = read;
  const [first] = licences;
  if (first === undefined) return null;
  const frozen = (offer?.cancellation ?? null) as Cancellation | null;
  return proposedRefund(
    {
      rules: frozen ?? cancellationOf(settings),
      payment: { amount: payment.amount, currency: payment.currency, left },
      acceptedAt: offer?.acceptedAt ?? null,
      issuedAt: first.issuedAt,
      isUsed: licences.some(({ publishedUrl }) => publishedUrl !== ''),
    },
    now,
  );
}
