import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { freshId, type World } from './world.ts';

type Movement = {
  /** Minor units, negative when money leaves. */
  amount: number;
  currency: string;
  source: string;
  type: Stripe.BalanceTransaction.Type;
  /** What the reports count it under, where the type does not say it. */
  category?: string;
  fee?: number;
};

// The reports tell cards and other ways of paying not apart, the types do.
const categories: Record<string, string> = { payment: 'charge', payment_refund: 'refund' };

/** Writes a movement of money on the account's balance. */
export function writeMovement(world: World, movement: Movement): Stripe.BalanceTransaction {
  const { amount, currency, source, type, fee = 0 } = movement;
  const { category = categories[type] ?? type } = movement;
  const written = whole('BalanceTransaction', {
    id: freshId('txn_3'),
    amount,
    available_on: world.now(),
    balance_type: 'payments',
    created: world.now(),
    currency,
    fee,
    fee_details: fee ? [{ amount: fee, currency, type: 'stripe_fee' }] : [],
    net: amount - fee,
    reporting_category: category,
    source,
    status: 'available',
    type,
  });
  world.records.balance.set(written.id, written);
  return written;
}

/** 1.5 % and 20 minor units: near enough to a real tariff for a ledger to have something to sum. */
export const paymentFee = (amount: number) => Math.round(amount * 0.015) + 20;

/** What a dispute costs in minor units, won or lost. */
export const disputeFee = 2000;
