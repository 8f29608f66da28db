import assert from 'node:assert/strict';
import { payBy, type Case } from './desk.ts';

export const accountCases: Case[] = [
  {
    name: 'events are listed by kind, page by page, and read one by one',
    async run(desk) {
      const { stripe } = desk;
      const { id } = await payBy(desk, 'pm_card_visa');
      const types = ['payment_intent.succeeded', 'charge.succeeded'];
      const { data } = await desk.until(
        () => stripe.events.list({ types, limit: 10 }),
        (list) => list.data.some(({ data: { object } }) => Reflect.get(object, 'id') === id),
      );
      const [newest] = data;
      assert.ok(newest);
      assert.equal((await stripe.events.retrieve(newest.id)).type, newest.type);
      const first = await stripe.events.list({ type: 'payment_intent.created', limit: 1 });
      const older = await stripe.events.list({
        type: 'payment_intent.created',
        limit: 1,
        ...(first.data[0] && { starting_after: first.data[0].id }),
        created: { lte: newest.created + 60 },
      });
      assert.notEqual(older.data[0]?.id, first.data[0]?.id);
    },
  },
  {
    name: 'the account says what it can do, and which addresses hear of events',
    async run({ stripe }) {
      const account = await stripe.accounts.retrieveCurrent();
      assert.equal(typeof account.charges_enabled, 'boolean');
      const url = 'https://127.0.0.1:9/webhooks/stripe';
      const listed = await stripe.webhookEndpoints.list({ limit: 10 });
      assert.ok(listed.data.every(({ secret }) => secret === undefined));
      assert.ok(!listed.data.some((endpoint) => endpoint.url === url));
    },
  },
];
