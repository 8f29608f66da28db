import type Stripe from 'stripe';
import type { BookCalls, Movement, WebhookEndpoint } from '../../platform/payment-books.ts';
import { fromChargeUnits } from '../rules/charge-units.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading } from './failures.ts';

/** The calls that read how the account stands: the movements of its balance and where it reports to. */
export function bookCalls(stripe: Stripe): BookCalls {
  return {
    movements: ({ from, to, after }) =>
      reading(async () => {
        const answer = await stripe.balanceTransactions.list({
          limit: 100,
          // The intent carries our metadata, whatever the movement comes from.
          expand: ['data.source', 'data.source.payment_intent'],
          created: { gte: secondsOf(from), lt: secondsOf(to) },
          ...(after === null ? {} : { starting_after: after }),
        });
        const { rows, hasMore } = pageIn(answer, 'balance_transaction');
        const movements = rows.map((row) => readMovement(row as Stripe.BalanceTransaction));
        const last = (rows.at(-1) as Stripe.BalanceTransaction | undefined)?.id ?? null;
        return {
          movements: movements.filter((found) => found !== null),
          next: hasMore ? last : null,
        };
      }),
    webhookEndpoints: () =>
      reading(async () => {
        const answer = await stripe.webhookEndpoints.list({ limit: 100 });
        const { rows } = pageIn(answer, 'webhook_endpoint');
        return rows.map((row) => readEndpoint(row as Stripe.WebhookEndpoint));
      }),
  };
}

const secondsOf = (moment: Date): number => Math.ceil(moment.getTime() / 1000);

/** The rows of a list, each of the expected kind: machines in between also answer in JSON. */
function pageIn(answer: unknown, kind: string): { rows: object[]; hasMore: boolean } {
  const data = fieldOf(answer, 'data');
  if (fieldOf(answer, 'object') !== 'list' || !Array.isArray(data))
    throw new CheckoutFailure('ambiguous', 'not_a_list');
  const rows: unknown[] = data;
  if (rows.some((row) => fieldOf(row, 'object') !== kind || typeof fieldOf(row, 'id') !== 'string'))
    throw new CheckoutFailure('ambiguous', `not_a_${kind}`);
  return { rows: rows as object[], hasMore: fieldOf(answer, 'has_more') === true };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** A movement of a payment; null for payouts, subscriptions of the account and the like. */
function readMovement(row: Stripe.BalanceTransaction): Movement | null {
  const intent = fieldOf(row.source, 'payment_intent');
  const paymentIntent = typeof intent === 'string' ? intent : fieldOf(intent, 'id');
  if (typeof row.source !== 'object' || row.source === null) return null;
  if (typeof paymentIntent !== 'string') return null;
  const portal = fieldOf(fieldOf(intent, 'metadata'), 'portal');
  return {
    id: row.id,
    category: row.reporting_category,
    sourceId: row.source.id,
    paymentIntent,
    portal: typeof portal === 'string' ? portal : null,
    ...paidSum(row),
    settledCurrency: row.currency.toUpperCase(),
    settledAmount: fromChargeUnits(row.amount, row.currency.toUpperCase()),
    fee: fromChargeUnits(row.fee, row.currency.toUpperCase()),
    bookedAt: new Date(row.created * 1000),
  };
}

/** The balance is settled in the account's currency; what was paid stands with the charge or refund itself. */
function paidSum(row: Stripe.BalanceTransaction): { currency: string; amount: number } {
  const currency = fieldOf(row.source, 'currency');
  const amount = fieldOf(row.source, 'amount');
  const sum = (units: number, code: string): { currency: string; amount: number } => ({
    currency: code.toUpperCase(),
    amount: fromChargeUnits(units, code.toUpperCase()),
  });
  const isPaidOtherwise = typeof currency === 'string' && currency !== row.currency;
  if (!isPaidOtherwise || typeof amount !== 'number') return sum(row.amount, row.currency);
  return sum(Math.sign(row.amount) * amount, currency);
}

const readEndpoint = ({
  url,
  status,
  enabled_events: types,
}: Stripe.WebhookEndpoint): WebhookEndpoint => ({
  url,
  enabled: status === 'enabled',
  types,
});
