import { setTimeout as pause } from 'node:timers/promises';
import qs from 'qs';
import { Stripe } from 'stripe';
import type { Exchange } from '../stripe/contract/oracle.ts';

/**
 * What a contract case works with: the SDK, against the stand-in or a sandbox of the real service.
 * `until` reads again until what it reads is good, since banks and events take their time.
 */
export type Desk = {
  stripe: Stripe;
  until<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T>;
};
export type Case = { name: string; run(desk: Desk): Promise<void> };

type Place = { key: string; port?: number; patienceMs: number };

/** A desk whose every exchange is handed to `heard`, as it went over the line. */
export function openDesk(
  { key, port, patienceMs }: Place,
  heard: (exchange: Exchange) => void,
): Desk {
  const stripe = new Stripe(key, {
    ...(port !== undefined && { host: '127.0.0.1', port, protocol: 'http' as const }),
    httpClient: Stripe.createFetchHttpClient(listening(heard)),
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { stripe, until: (read, good) => until(read, good, patienceMs) };
}

function listening(heard: (exchange: Exchange) => void): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const sent = typeof init?.body === 'string' ? init.body : '';
    heard({
      method: init?.method ?? 'GET',
      path: url.pathname,
      params: qs.parse(sent || url.search.slice(1), { depth: 10, arrayLimit: 200 }),
      status: answer.status,
      answer: await answer.clone().json(),
    });
    return answer;
  };
}

async function until<T>(
  read: () => Promise<T>,
  good: (value: T) => boolean,
  patienceMs: number,
): Promise<T> {
  for (const start = Date.now(); ;) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() - start > patienceMs) throw new Error('What was waited for did not come.');
    await pause(Math.min(1000, patienceMs / 50));
  }
}

/** Pays a sum in pounds by a token such as `pm_card_visa`, without any page. */
export const payBy = ({ stripe }: Desk, token: string, amount = 14_000) =>
  stripe.paymentIntents.create({
    amount,
    currency: 'gbp',
    confirm: true,
    payment_method: token,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { attempt_id: 'a-1' },
  });
