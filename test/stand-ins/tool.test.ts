import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { eventTypes, start } from './support.ts';

/** Calls as the official command line tool makes them: no version, names of older ones, no SDK. */
async function startTool(t: TestContext) {
  const { standIn } = await start(t);
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`${standIn.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_tool' },
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, body: Object(await answer.json()) };
  };
  return { standIn, post };
}

test('a session is sold by a stored price and paid through its page by calls alone', async (t) => {
  const { standIn, post } = await startTool(t);
  const product = await post('products', { name: 'myproduct' });
  const price = await post('prices', {
    product: product.body.id,
    unit_amount: '1500',
    currency: 'eur',
  });
  const session = await post('checkout/sessions', {
    mode: 'payment',
    'payment_method_types[]': 'sepa_debit',
    'line_items[0][price]': price.body.id,
    'line_items[0][quantity]': '2',
    'payment_intent_data[setup_future_usage]': 'off_session',
    success_url: 'https://example.org/done',
  });
  const method = await post('payment_methods', {
    type: 'sepa_debit',
    'sepa_debit[iban]': 'AT611904300234573201',
  });
  const confirm = (amount: string) =>
    post(`payment_pages/${session.body.id}/confirm`, {
      payment_method: method.body.id,
      expected_amount: amount,
    });
  assert.equal((await confirm('2999')).body.error.param, 'expected_amount');
  assert.equal((await confirm('3000')).status, 200);
  standIn.levers.settle({ id: session.body.id, outcome: 'succeed' });
  assert.equal(eventTypes(standIn).at(-1), 'checkout.session.async_payment_succeeded');
});

test('with the pinned version the same older names are refused', async (t) => {
  const { standIn } = await startTool(t);
  const answer = await fetch(`${standIn.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_tool', 'stripe-version': '2026-10-28.endive' },
    body: new URLSearchParams({ amount: '500', currency: 'gbp', 'payment_method_types[]': 'card' }),
  });
  assert.match(await answer.text(), /parameter_unknown/);
});
