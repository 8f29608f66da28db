import type Stripe from 'stripe';
import { freshId, type World } from './world.ts';

/**
 * Writes a movement of money (minor units, negative when it leaves). The fee of a payment is
 * 1.5 % and 20 minor units, near enough to a real tariff for a ledger to have something to sum.
 */
export function writeMovement(
  world: World,
  movement: { amount: number; currency: string; source: string; type: 'charge' | 'refund' },
): Stripe.BalanceTransaction {
  const { amount, currency, source, type } = movement;
  const fee = type === 'charge' ? Math.round(amount * 0.015) + 20 : 0;
  const written: Stripe.BalanceTransaction = {
    id: freshId('txn_3'),
    object: 'balance_transaction',
    amount,
    available_on: world.now(),
    balance_type: 'payments',
    created: world.now(),
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [{ amount: fee, application: null, currency, description: null, type: 'stripe_fee' }]
      : [],
    net: amount - fee,
    reporting_category: type,
    source,
    status: 'available',
    type,
  };
  world.records.balance.set(written.id, written);
  return written;
}
