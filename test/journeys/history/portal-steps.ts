import { openCheckout } from '../../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../../src/payments/actions/reconcile.ts';
import { recordStripeEvent } from '../../../src/payments/actions/stripe-events.ts';
import { syncSession } from '../../../src/payments/actions/sync-session.ts';
import { tickInvoices } from '../../../src/payments/actions/tick-invoices.ts';
import { tickClocks } from '../../../src/requests/actions/tick-clocks.ts';
import { signatureOf } from '../../stand-ins/stripe/post-room.ts';
import { webhookSecret } from './shop.ts';
import type { Scene, Step } from './step.ts';

/** What the portal does when somebody presses a button, a message comes, or its clock strikes. */
export const portalSteps: readonly Step[] = [
  { name: 'somebody presses Pay', weight: 34, run: press },
  {
    name: 'three press Pay at once',
    weight: 5,
    async run(scene) {
      const { shop, ctx, chance } = scene;
      const id = chance.pick(shop.requests);
      if (id === undefined) return null;
      const done = await Promise.allSettled([1, 2, 3].map(() => openCheckout(ctx, id)));
      const urls = new Set(done.map((each) => (each.status === 'fulfilled' ? each.value.url : '')));
      urls.delete('');
      shop.pages.push(...urls);
      const refused = done.find((each) => each.status === 'rejected');
      if (refused !== undefined) throw refused.reason;
      return `${urls.size} page`;
    },
  },
  {
    name: 'a payer comes back',
    weight: 14,
    async run({ shop, ctx, chance }) {
      const session = chance.pick(shop.levers.sessions().data);
      return session === undefined ? null : syncSession(ctx, session.id);
    },
  },
  {
    name: 'an event comes',
    weight: 8,
    async run({ shop, ctx, chance }) {
      const event = chance.pick(shop.levers.events().data);
      if (event === undefined) return null;
      const raw = Buffer.from(JSON.stringify(event));
      const at = Math.floor(shop.clock.now.getTime() / 1000);
      const signature = signatureOf(raw.toString(), webhookSecret, at);
      return `${event.type}: ${await recordStripeEvent(ctx, raw, signature)}`;
    },
  },
  {
    name: 'the workers work',
    weight: 24,
    run: async ({ shop, ctx, chance }) => (await shop.queue.work(ctx, chance)) || null,
  },
  {
    name: 'a worker does one job',
    weight: 12,
    run: async ({ shop, ctx, chance }) => (await shop.queue.work(ctx, chance, 1)) || null,
  },
  {
    name: 'a round of reconciliation',
    weight: 14,
    async run({ ctx }) {
      await reconcilePayments(ctx);
      return 'done';
    },
  },
  {
    name: 'two rounds of reconciliation at once',
    weight: 3,
    async run({ ctx }) {
      await Promise.all([reconcilePayments(ctx), reconcilePayments(ctx)]);
      return 'done';
    },
  },
  {
    name: 'the clock strikes',
    weight: 6,
    async run({ ctx }) {
      await tickClocks(ctx);
      await tickInvoices(ctx);
      return 'done';
    },
  },
];

async function press({ shop, ctx, chance }: Scene): Promise<string | null> {
  const id = chance.pick(shop.requests);
  if (id === undefined) return null;
  const { url } = await openCheckout(ctx, id);
  if (shop.pages.includes(url)) return 'the page from before';
  shop.pages.push(url);
  return 'a new page';
}
