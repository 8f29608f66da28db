import { isDecided, isInquiry } from '../../stand-ins/stripe/disputing.ts';
import type { Step } from './step.ts';

/** Payers' banks call money back, or only ask, and decide in the end. */
export const disputeSteps: readonly Step[] = [
  {
    name: 'a bank calls money back',
    weight: 16,
    async run({ shop, chance }) {
      const { charges, disputes } = shop.levers.books();
      const charge = chance.pick(
        charges.filter(
          ({ id, status, amount, amount_refunded: back }) =>
            status === 'succeeded' && back < amount && disputes.every((each) => each.charge !== id),
        ),
      );
      if (charge === undefined) return null;
      const inquiry = chance.hits(0.25);
      const part = chance.hits(0.3)
        ? { amount: Math.ceil(charge.amount * chance.next()) || 1 }
        : {};
      shop.levers.dispute({ id: charge.id, inquiry, ...part });
      return `${inquiry ? 'it only asks about' : 'it takes'} ${part.amount ?? charge.amount} of ${charge.amount}`;
    },
  },
  {
    name: 'a bank takes up its question again',
    weight: 4,
    async run({ shop, chance }) {
      const { disputes } = shop.levers.books();
      const asked = chance.pick(disputes.filter((each) => isInquiry(each) && !isDecided(each)));
      if (asked === undefined) return null;
      shop.levers.dispute({ id: asked.id });
      return 'and calls the money back';
    },
  },
  {
    name: 'a dispute is decided',
    weight: 20,
    async run({ shop, chance }) {
      const { disputes } = shop.levers.books();
      const open = chance.pick(disputes.filter((each) => !isDecided(each)));
      if (open === undefined) return null;
      const outcome = chance.hits(0.5) ? 'won' : 'lost';
      shop.levers.disputeClose({ id: open.id, outcome });
      return outcome;
    },
  },
  {
    name: 'a card network warns of fraud',
    weight: 2,
    async run({ shop, chance }) {
      const paid = shop.levers.books().charges.filter(({ status }) => status === 'succeeded');
      const charge = chance.pick(paid);
      if (charge === undefined) return null;
      shop.levers.warn({ id: charge.id });
      return `about ${charge.amount}`;
    },
  },
];
