import {
  answerBank,
  badBacs,
  goodBacs,
  payByCard,
  payByDebit,
} from '../../stand-ins/stripe/payer.ts';
import type { Scene, Step } from './step.ts';

const good = '4242424242424242';
const declined = ['4000000000000002', '4000000000009995', '4000000000000069'] as const;
const threeDSecure = '4000002760003184';
/** Whoever pays with one of these gets refunds late, or not in the end. */
const odd = ['4000000000005126', '4000000000007726'] as const;

/** What payers do on the hosted pages, also on those that somebody else opened long ago. */
export const payerSteps: readonly Step[] = [
  { name: 'a payer pays by card', weight: 30, run: (scene) => byCard(scene, good) },
  {
    name: 'a payer pays with a card whose refunds go wrong',
    weight: 16,
    run: (scene) => byCard(scene, scene.chance.pick(odd) ?? good),
  },
  {
    name: 'a card is declined, another one is taken',
    weight: 8,
    async run(scene) {
      const url = pageOf(scene);
      if (url === null) return null;
      const first = await payByCard(url, scene.chance.pick(declined) ?? good);
      if (scene.chance.hits(0.3)) return `${first.status}, and the payer leaves`;
      const second = await payByCard(url, good);
      return `${first.status}, then ${second.status}`;
    },
  },
  {
    name: 'a bank asks whether it was the payer',
    weight: 8,
    async run(scene) {
      const url = pageOf(scene);
      if (url === null) return null;
      const { status, location } = await payByCard(url, threeDSecure);
      if (location?.includes('/c/3ds/') !== true) return `${status}`;
      if (scene.chance.hits(0.25)) return 'and the payer leaves';
      const said = scene.chance.hits(0.6) ? 'complete' : 'fail';
      return `${said}: ${(await answerBank(location, said)).status}`;
    },
  },
  {
    name: 'a payer pays by debit',
    weight: 14,
    async run(scene) {
      const url = pageOf(scene);
      if (url === null) return null;
      const account = scene.chance.hits(0.5) ? goodBacs : badBacs;
      return `${(await payByDebit(url, account)).status}`;
    },
  },
  {
    name: 'two payers press at once',
    weight: 6,
    async run(scene) {
      const url = pageOf(scene);
      const other = pageOf(scene);
      if (url === null || other === null) return null;
      const done = await Promise.all([payByCard(url, good), payByCard(other, good)]);
      return done.map(({ status }) => status).join(' and ');
    },
  },
];

/** Mostly the page that was opened last, else any that anybody has still open. */
function pageOf({ shop, chance }: Scene): string | null {
  const last = chance.hits(0.6) ? shop.pages.at(-1) : undefined;
  return last ?? chance.pick(shop.pages) ?? null;
}

async function byCard(scene: Scene, number: string): Promise<string | null> {
  const url = pageOf(scene);
  return url === null ? null : `${(await payByCard(url, number)).status}`;
}
