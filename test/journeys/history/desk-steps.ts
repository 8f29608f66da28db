import type { RefundWish } from '../../../src/payments/actions/ask-refund.ts';
import { giveBack } from '../../../src/payments/actions/give-back.ts';
import { markPaidByTransfer } from '../../../src/payments/actions/mark-paid.ts';
import type { Context } from '../../../src/platform/context.ts';
import { requestById, type RequestRow } from '../../../src/requests/actions/read.ts';
import { withdraw } from '../../../src/requests/actions/withdraw.ts';
import { closePage } from '../../../src/payments/actions/close-page.ts';
import { accept, fin } from '../../payments/builders.ts';
import { decided, inReview } from '../../requests/cast.ts';
import type { Scene, Step } from './step.ts';

/** What republishers and staff do on the portal's own pages. */
export const deskSteps: readonly Step[] = [
  {
    name: 'a republisher asks, gets an offer and accepts it',
    weight: 3,
    run: async (scene) => (scene.shop.requests.length > 2 ? null : ask(scene)),
  },
  {
    name: 'staff make another price',
    weight: 9,
    async run(scene) {
      const request = await one(scene, ['accepted', 'offered']);
      if (request === null) return null;
      const amount = String(20 + scene.chance.below(200));
      await decided(scene.ctx, request, { verb: 'reprice', amounts: [amount] });
      return amount;
    },
  },
  {
    name: 'the republisher accepts',
    weight: 24,
    async run(scene) {
      const request = await one(scene, ['offered']);
      if (request === null) return null;
      await accept(scene.ctx, request.id);
      return 'the offer in force';
    },
  },
  {
    name: 'the request is ended',
    weight: 6,
    async run(scene) {
      const request = await one(scene, ['accepted', 'offered']);
      if (request === null) return null;
      if (scene.chance.hits(0.5)) {
        const verb = request.state === 'accepted' ? 'cancel' : 'decline';
        await decided(scene.ctx, request, { verb, note: 'We are sorry.' });
        return verb;
      }
      if (request.state === 'accepted') await closePage(scene.ctx, request.id);
      await withdraw(scene.ctx, request.id, 'No longer needed');
      return 'withdrawn';
    },
  },
  {
    name: 'finance marks it paid by transfer',
    weight: 3,
    async run(scene) {
      const request = await one(scene, ['accepted']);
      if (request === null) return null;
      const { version } = await scene.ctx.db
        .selectFrom('offers')
        .select('version')
        .where('request_id', '=', request.id)
        .where('state', '=', 'current')
        .executeTakeFirstOrThrow();
      const transfer = { requestId: request.id, offerVersion: version, by: fin };
      await markPaidByTransfer(scene.ctx, { ...transfer, bankReference: `TR ${request.id}` });
      return 'paid';
    },
  },
  { name: 'finance gives money back', weight: 30, run: (scene) => refund(scene, scene.ctx) },
  {
    name: 'two of finance give money back at once',
    weight: 5,
    async run(scene) {
      const done = await Promise.allSettled([refund(scene, scene.ctx), refund(scene, scene.ctx)]);
      const refused = done.find((each) => each.status === 'rejected');
      if (refused !== undefined) throw refused.reason;
      const said = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      return said.every((each) => each === null) ? null : said.join(' and ');
    },
  },
];

/** Begins a history, or another request in it. */
export async function ask({ shop, ctx }: Pick<Scene, 'shop' | 'ctx'>): Promise<string> {
  const request = await inReview(ctx);
  await decided(ctx, request, { verb: 'approve' });
  await accept(ctx, request.id);
  shop.requests.push(request.id);
  return request.reference;
}

/** One of the requests, where it is in one of these states. */
export async function one(
  { shop, ctx, chance }: Scene,
  states: string[],
): Promise<RequestRow | null> {
  const id = chance.pick(shop.requests);
  const request = id === undefined ? null : await requestById(ctx.db, id);
  return request !== null && states.includes(request.state) ? request : null;
}

/** Gives a payment back, whole or in part. */
export async function refund({ shop, chance }: Scene, ctx: Context): Promise<string | null> {
  const payments = await ctx.db
    .selectFrom('payments')
    .select(['id', 'amount', 'payment_intent'])
    .orderBy('id')
    .execute();
  const payment = chance.pick(payments);
  if (payment === undefined) return null;
  const seen = await ctx.db
    .selectFrom('refunds')
    .select('id')
    .where('payment_id', '=', payment.id)
    .execute();
  const amount = chance.hits(0.5) ? null : 1 + chance.below(payment.amount);
  const wish: RefundWish = {
    ...{ paymentId: payment.id, amount, reason: 'mistake', words: '', note: '', by: fin },
    bankReference: payment.payment_intent === null ? 'TR back' : '',
    ...{ seen: seen.length, formKey: `form ${shop.clock.now.getTime()} ${chance.next()}` },
  };
  const { state, amount: given } = await giveBack(ctx, wish);
  return `${given} of ${payment.amount}: ${state}`;
}
