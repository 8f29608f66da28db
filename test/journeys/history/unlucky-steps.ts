import { openCheckout } from '../../../src/payments/actions/open-checkout.ts';
import { accept } from '../../payments/builders.ts';
import { decided } from '../../requests/cast.ts';
import { payByCard } from '../../stand-ins/stripe/payer.ts';
import { one, refund } from './desk-steps.ts';
import type { Scene, Step } from './step.ts';

const card = '4242424242424242';

/** What chance alone would seldom bring together. */
export const unluckySteps: readonly Step[] = [
  {
    name: 'another price is accepted while nobody can hear that the old one was paid',
    weight: 6,
    async run(scene) {
      const { shop, ctx, chance } = scene;
      const request = await one(scene, ['accepted']);
      if (request === null) return null;
      const { url } = await openCheckout(ctx, request.id);
      if (!shop.pages.includes(url)) shop.pages.push(url);
      holdEvents(scene);
      const { status } = await payByCard(url, card);
      shop.levers.fault({ kind: 'drop', times: 8, path: '/v1/checkout/sessions' });
      await decided(ctx, request, { verb: 'reprice', amounts: [String(20 + chance.below(200))] });
      if (chance.hits(0.7)) await accept(ctx, request.id);
      return `${status}`;
    },
  },
  {
    name: 'money is given back and the answer is lost',
    weight: 8,
    async run(scene) {
      scene.shop.levers.fault({
        ...{ kind: 'drop_after', times: 2, method: 'POST', path: '/v1/refunds' },
      });
      holdEvents(scene);
      return refund(scene, scene.ctx);
    },
  },
  {
    name: 'somebody pays on a page that was closed',
    weight: 5,
    async run({ shop, chance }) {
      const closed = shop.levers.sessions().data.filter(({ status }) => status === 'expired');
      const session = chance.pick(closed);
      if (session === undefined) return null;
      const url = `${shop.standIn.url}/c/pay/${session.id}`;
      const end = Math.floor(shop.clock.now.getTime() / 1000) + 3600;
      shop.levers.mutate({ id: session.id, fields: { status: 'open', url, expires_at: end } });
      shop.reopened.add(session.id);
      shop.pages.push(url);
      return chance.hits(0.7) ? `${(await payByCard(url, card)).status}` : 'not yet';
    },
  },
];

function holdEvents({ shop }: Scene): void {
  shop.levers.hold();
  shop.trouble.held = true;
}
