import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { cases } from './cases/all.ts';
import { openDesk } from './cases/desk.ts';
import { operations } from './stripe/contract/operations.ts';
import {
  operationOf,
  violationsOf,
  violationsOfEvent,
  type Exchange,
} from './stripe/contract/oracle.ts';
import { startStripeStandIn } from './stripe/server.ts';

const heard: Exchange[] = [];

for (const { name, run } of cases)
  test(name, async (t) => {
    const standIn = await startStripeStandIn({ debitSeconds: 0 });
    t.after(() => standIn.close());
    const place = { key: 'sk_test_contract', port: standIn.port, patienceMs: 2000 };
    await run(openDesk(place, (exchange) => heard.push(exchange)));
    heard.push(
      ...standIn.levers.events().data.map((event) => ({ ...eventRead, answer: event as unknown })),
    );
  });

const eventRead = { method: 'GET', path: '/v1/events/evt_1', params: {}, status: 200 };

test('every request and answer of these cases is as the SDK types it', () => {
  assert.ok(heard.length > 150);
  assert.deepEqual(heard.flatMap(violationsOf), []);
  const called = new Set<string | undefined>(
    heard.filter(({ status }) => status < 400).map(operationOf),
  );
  const uncalled = Object.keys(operations).filter((each) => !called.has(each));
  // These are shown in the tests of their own: no sandbox can be brought to them by calls.
  assert.deepEqual(uncalled, [
    'POST /v1/refunds/:id/cancel',
    'GET /v1/radar/early_fraud_warnings/:id',
    'GET /v2/core/events/:id',
    'POST /v1/webhook_endpoints',
    'GET /v1/webhook_endpoints/:id',
    'DELETE /v1/webhook_endpoints/:id',
  ]);
});

/** An exchange of the cases that went well, to plant a mistake in. */
function example(method: string, path: RegExp): Exchange {
  const found = heard.find(
    (each) => each.method === method && path.test(each.path) && each.status < 400,
  );
  assert.ok(found, `${method} ${String(path)}`);
  return structuredClone(found);
}

const planted: [string, (exchange: Exchange) => void, RegExp][] = [
  [
    'a name that no parameter has',
    ({ params }) => Object.assign(Object(params), { client_reference: 'x' }),
    /additional properties "client_reference"/,
  ],
  [
    'a name that was removed from this version',
    ({ params }) => Object.assign(Object(params), { payment_method_types: ['card'] }),
    /"payment_method_types"/,
  ],
  [
    'a wrong name inside a parameter',
    ({ params }) => Object.assign(Object(params).line_items[0].price_data, { amount: '5' }),
    /line_items\/0\/price_data.* "amount"/,
  ],
  [
    'a missing name inside a parameter',
    ({ params }) => Reflect.deleteProperty(Object(params).line_items[0].price_data, 'currency'),
    /required property 'currency'/,
  ],
  [
    'a field of another name in the answer',
    ({ answer }) => Object.assign(Object(answer), { amount_totals: 1 }),
    /additional properties "amount_totals"/,
  ],
  [
    'a field that is missing',
    ({ answer }) => Reflect.deleteProperty(Object(answer), 'customer_details'),
    /required property 'customer_details'/,
  ],
  [
    'a value that is none of those there are',
    ({ answer }) => Object.assign(Object(answer), { payment_status: 'half' }),
    /payment_status must be equal to one of/,
  ],
  [
    'a number as text',
    ({ answer }) => Object.assign(Object(answer), { created: '1' }),
    /created must be number/,
  ],
  [
    'a wrong name deep inside',
    ({ answer }) => Object.assign(Object(answer).total_details, { amount_taxes: 0 }),
    /total_details .*"amount_taxes"/,
  ],
];

for (const [what, plant, words] of planted)
  test(`caught: ${what}`, () => {
    const exchange = example('POST', /^\/v1\/checkout\/sessions$/);
    assert.deepEqual(violationsOf(exchange), []);
    plant(exchange);
    assert.match(violationsOf(exchange).join('\n'), words);
  });

test('caught: unknown errors, lists, operations and events', () => {
  const list = example('GET', /^\/v1\/refunds$/);
  Object(list.answer).total_count = 2;
  assert.match(violationsOf(list).join(), /answer is no list/);
  const refused = { ...list, status: 400, answer: { error: { type: 'api_error', code: 'odd' } } };
  assert.match(violationsOf(refused).join(), /error code is no ErrorCode/);
  assert.match(violationsOf({ ...list, path: '/v1/payouts' }).join(), /no such operation/);
  const [event] = heard.filter(({ path }) => path === eventRead.path);
  assert.deepEqual(violationsOfEvent(event?.answer), []);
  const odd = { ...Object(event?.answer), type: 'charge.vanished' };
  assert.match(violationsOfEvent(odd).join(), /no type event charge.vanished/);
});

test('the stand-in itself refuses to close quietly after an answer that does not conform', async () => {
  const standIn = await startStripeStandIn();
  const { stripe } = openDesk(
    { key: 'sk_test_contract', port: standIn.port, patienceMs: 0 },
    () => undefined,
  );
  const { id } = await stripe.customers.create({ name: 'x' });
  standIn.levers.mutate({ id, fields: { nmae: 'y' } });
  await stripe.customers.retrieve(id);
  assert.equal(standIn.levers.contract().data.length, 1);
  await assert.rejects(standIn.close(), /additional properties "nmae"/);
});

test('the schemas fit the SDK that is installed', () => {
  const script = join(import.meta.dirname, '../../scripts/stripe-schemas.ts');
  const said = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(said.match(/fits stripe/g)?.length, 2);
});

test('the real service is only asked with the key of a sandbox', () => {
  const script = join(import.meta.dirname, 'verify.ts');
  for (const [key, words] of [
    ['', /Set STRIPE_SECRET_KEY/],
    ['sk_live_example', /never a live one/],
  ] as const) {
    const env = { ...process.env, STRIPE_SECRET_KEY: key };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, words);
  }
});
