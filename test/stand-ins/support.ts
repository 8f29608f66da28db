import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Stripe } from 'stripe';
import { startStripeStandIn, type StandIn, type StandInOptions } from './stripe/server.ts';

export const webhookSecret = 'whsec_test_secret';

/** The real SDK, pointed at the stand-in. */
export const sdkFor = (
  { port }: { port: number },
  options: { key?: string; retries?: number } = {},
) =>
  new Stripe(options.key ?? 'sk_test_example', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: options.retries ?? 0,
    timeout: 2000,
    telemetry: false,
  });

export async function start(t: TestContext, options: StandInOptions = {}) {
  const standIn = await startStripeStandIn(options);
  t.after(() => standIn.close());
  return { standIn, stripe: sdkFor(standIn) };
}

export const sessionParams = {
  mode: 'payment',
  line_items: [
    {
      quantity: 1,
      price_data: { currency: 'gbp', unit_amount: 14000, product_data: { name: 'Licence' } },
    },
  ],
  client_reference_id: 'offer:1',
  metadata: { attempt_id: 'a-1' },
  payment_intent_data: { metadata: { attempt_id: 'a-1' }, description: 'Licence' },
  customer_email: 'payer@example.org',
  customer_creation: 'always',
  billing_address_collection: 'required',
  adaptive_pricing: { enabled: false },
  success_url: 'http://127.0.0.1:9/done?session_id={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://127.0.0.1:9/back',
} satisfies Stripe.Checkout.SessionCreateParams;

export async function openSession(stripe: Stripe, more: Stripe.Checkout.SessionCreateParams = {}) {
  const session = await stripe.checkout.sessions.create({ ...sessionParams, ...more });
  return { id: session.id, page: session.url ?? '' };
}

type Letter = { body: string; signature: string };

/** A webhook endpoint that keeps what arrives and answers with the statuses in `answers`, then 200. */
export async function startEndpoint(t: TestContext, answers: number[] = []) {
  const letters: Letter[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = String(request.headers['stripe-signature']);
      letters.push({ body: Buffer.concat(chunks).toString(), signature });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/webhooks/stripe`, letters };
}

export const typesOf = (letters: Letter[]): string[] =>
  letters.map(({ body }) => JSON.parse(body).type);

export const eventTypes = ({ levers }: StandIn) => levers.events().data.map(({ type }) => type);

/** Checks that the SDK threw the refusal with this code, and that it names its request. */
export const refusal = (code: string | undefined, param?: string) => (error: unknown) => {
  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError, String(error));
  assert.equal(error.code, code);
  if (param) assert.equal(error.param, param);
  assert.match(error.requestId ?? '', /^req_/);
  return true;
};
