import { reconcilePayments } from '../../../src/payments/actions/reconcile.ts';
import type { Fault } from '../../stand-ins/stripe/faults.ts';
import type { Scene, Step } from './step.ts';

const minutes = (count: number) => ({ minutes: count });
const whiles = [
  minutes(2),
  minutes(2),
  minutes(12),
  minutes(35),
  { hours: 6 },
  { hours: 25 },
  { days: 8 },
  { days: 31 },
];

const paths = ['/v1/checkout/sessions', '/v1/checkout/sessions', '/v1/refunds', '/v1/', '/expire'];

const tooMany = { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow.' } };
const faults: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'drop', times: 3 },
  { kind: 'drop_after' },
  { kind: 'drop_after', times: 2 },
  { kind: 'saved500' },
  { kind: 'saved500', effect: true },
  { kind: 'status', status: 502, body: {} },
  { kind: 'status', status: 500, body: '<html>Bad gateway</html>', times: 2 },
  { kind: 'status', status: 429, body: tooMany, times: 2 },
  { kind: 'slow', ms: 40 },
];
/** In these nothing works, but what the answer says differs: it was done, it was not, or nobody knows. */
const outages: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'drop_after' },
  { kind: 'status', status: 500, body: '<html>Bad gateway</html>' },
  { kind: 'saved500', effect: true },
];
/** Rare, since the portal waits for its answer. */
const hang: Fault = { kind: 'hang', times: 2 };

/** What befalls everybody: time passes, lines are cut, events are late, and banks decide. */
export const worldSteps: readonly Step[] = [
  {
    name: 'time passes',
    weight: 14,
    async run({ shop, ctx, chance }) {
      const by = chance.pick(whiles) ?? minutes(2);
      // For so long the portal is never down from the first payment on: there is a round every ten minutes.
      if ('days' in by) await reconcilePayments(ctx);
      shop.clock.advance(by);
      return JSON.stringify(by);
    },
  },
  {
    name: 'the line to the payment service is bad',
    weight: 16,
    async run({ shop, chance }) {
      const fault = chance.hits(0.06) ? hang : (chance.pick(faults) ?? hang);
      const path = chance.pick(paths) ?? '/v1/';
      const method = chance.hits(0.6) ? { method: 'POST' } : {};
      shop.levers.fault({ ...fault, ...method, path });
      return `${JSON.stringify({ ...fault, ...method })} at ${path}`;
    },
  },
  {
    name: 'the payment service is away',
    weight: 8,
    async run({ shop, chance }) {
      if (shop.trouble.away) return null;
      shop.trouble.away = true;
      const fault = chance.pick(outages) ?? hang;
      shop.levers.fault({ ...fault, times: 1000, path: '/v1/' });
      return `${fault.kind}, from now on`;
    },
  },
  {
    name: 'the payment service is back',
    weight: 14,
    async run({ shop }) {
      if (!shop.trouble.away) return null;
      shop.trouble.away = false;
      shop.levers.clearFaults();
      return 'and answers';
    },
  },
  {
    name: 'events are held',
    weight: 4,
    async run({ shop }) {
      if (shop.trouble.held) return null;
      shop.levers.hold();
      shop.trouble.held = true;
      return 'from now on';
    },
  },
  {
    name: 'held events come',
    weight: 10,
    async run({ shop, chance }) {
      if (!shop.trouble.held) return null;
      const reverse = chance.hits(0.5);
      shop.trouble.held = false;
      await shop.levers.release({ reverse });
      return reverse ? 'the newest first' : 'in their order';
    },
  },
  {
    name: 'an old event comes again',
    weight: 4,
    async run({ shop, chance }) {
      const event = chance.pick(shop.levers.events().data);
      if (event === undefined) return null;
      const { statuses } = await shop.levers.redeliver({
        id: event.id,
        times: 1 + chance.below(3),
      });
      return `${event.type}: ${statuses.join(' ')}`;
    },
  },
  {
    name: 'deliveries are refused for a moment',
    weight: 4,
    async run({ shop, chance }) {
      shop.trouble.refused = 1 + chance.below(4);
      return `${shop.trouble.refused} of them`;
    },
  },
  {
    name: 'no letter is taken',
    weight: 2,
    async run({ shop }) {
      shop.trouble.mail = !shop.trouble.mail;
      return shop.trouble.mail ? 'from now on' : 'no more';
    },
  },
  { name: 'a bank decides', weight: 16, run: decide },
  {
    name: 'somebody gives money back at the payment service',
    weight: 14,
    async run({ shop, chance }) {
      const { charges, disputes } = shop.levers.books();
      const blocked = disputes.filter((each) => !each.is_charge_refundable);
      const charge = chance.pick(
        charges.filter(
          ({ id, status, amount, amount_refunded: back }) =>
            status === 'succeeded' && back < amount && blocked.every((each) => each.charge !== id),
        ),
      );
      if (charge === undefined) return null;
      const left = charge.amount - charge.amount_refunded;
      const amount = chance.hits(0.5) ? left : Math.ceil(left * chance.next());
      if (amount > 0) shop.levers.refund({ id: charge.id, amount });
      return `${amount} of ${charge.amount}`;
    },
  },
  {
    name: 'the next refund takes its own course',
    weight: 5,
    async run({ shop, chance }) {
      const course = chance.pick(['pending', 'fails_later'] as const) ?? 'pending';
      shop.levers.nextRefund({ course });
      return course;
    },
  },
];

/** A debit or a refund that waits comes to its end, or a refund that had succeeded fails after all. */
async function decide({ shop, chance }: Scene): Promise<string | null> {
  const { intents, refunds } = shop.levers.books();
  const debits = intents.filter(({ status }) => status === 'processing');
  const waiting = refunds.filter(({ status }) => status === 'pending');
  const again = chance.hits(0.2) ? refunds.filter(({ status }) => status === 'succeeded') : [];
  const object = chance.pick([...debits, ...waiting, ...again]);
  if (object === undefined) return null;
  const fails = object.status === 'succeeded' || chance.hits(0.4);
  shop.levers.settle({ id: object.id, outcome: fails ? 'fail' : 'succeed' });
  return `${object.id.slice(0, 2)} ${fails ? 'fails' : 'succeeds'}`;
}
