import type { WebhookEndpoint } from '../../platform/payment-books.ts';
import { watchedTypes } from './event.ts';

/** What the payment service says of where it reports to; `unreadable`: our key may not see it. */
export type EndpointState =
  { state: 'fits' | 'none' | 'disabled' | 'unreadable' } | { state: 'lacks'; types: string[] };

export const webhookPath = '/webhooks/stripe';

/** Whether one of the endpoints reports to this portal, is switched on, and brings all that it needs. */
export function judgeEndpoints(
  endpoints: readonly WebhookEndpoint[],
  baseUrl: string,
): EndpointState {
  const here = placeOf(`${baseUrl}${webhookPath}`);
  const ours = endpoints.filter(({ url }) => placeOf(url) === here);
  if (ours.length === 0) return { state: 'none' };
  const enabled = ours.filter((endpoint) => endpoint.enabled);
  if (enabled.length === 0) return { state: 'disabled' };
  // Several endpoints may share the work.
  const brought = new Set(enabled.flatMap(({ types }) => types));
  const types = watchedTypes.filter((type) => !brought.has('*') && !brought.has(type));
  return types.length === 0 ? { state: 'fits' } : { state: 'lacks', types };
}

/** The address without what makes no difference: this machine has several names. */
function placeOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  const host = loopback ? `localhost:${parsed.port}` : parsed.host;
  return `${parsed.protocol}//${host}${parsed.pathname.replace(/\/+$/, '')}`;
}

/** What an error of a round, `kind: code`, means, as an English text to translate. */
export function roundErrorText(error: string): string {
  const [kind = ''] = error.split(':');
  return Object.hasOwn(roundErrors, kind) ? (roundErrors[kind] ?? ourFault) : ourFault;
}

const ourFault = 'A fault of the portal itself: its log says more.';
const roundErrors: Record<string, string> = {
  unavailable: 'Stripe did not answer.',
  ambiguous: 'Something between us and Stripe answered in its place.',
  saved_500: 'Stripe answered that something went wrong on its side.',
  config: 'The Stripe key is refused, or lacks a right that is needed.',
  refused: 'Stripe does not know what was asked for.',
};

/** Why a delivery was refused, as far as it can be seen from outside. */
export type RefusalCause = 'no_secret' | 'unsigned' | 'other_secret' | 'too_old' | 'from_future';

const toleranceSeconds = 300;

/** The likely cause of a refusal, from the header of the signature, our clock and the number of our secrets. */
export function refusalCause(header: string, now: Date, secrets: number): RefusalCause {
  if (secrets === 0) return 'no_secret';
  const stamp = /(?:^|,)\s*t=(\d{1,12})\s*(?:,|$)/.exec(header)?.[1];
  if (stamp === undefined || !/(?:^|,)\s*v1=[0-9a-f]+/i.test(header)) return 'unsigned';
  const age = now.getTime() / 1000 - Number(stamp);
  if (age > toleranceSeconds) return 'too_old';
  return age < -toleranceSeconds ? 'from_future' : 'other_secret';
}

/** What a refusal most likely means, as English texts to translate. */
export const refusalWords: Record<RefusalCause, { text: string; next: string }> = {
  no_secret: {
    text: 'No signing secret is set, so that nothing can be checked.',
    next: 'Set STRIPE_WEBHOOK_SECRET to the signing secret of the endpoint at Stripe.',
  },
  unsigned: {
    text: 'It carried no signature of Stripe: somebody else called, or a machine in between took the header away.',
    next: 'Nothing, if Stripe is heard otherwise. Else let your proxy pass Stripe-Signature on.',
  },
  other_secret: {
    text: 'The signature fits none of our secrets, or the body was changed on its way.',
    next: 'Copy the signing secret of this endpoint (test and live have their own) into STRIPE_WEBHOOK_SECRET; a proxy must not change the body.',
  },
  too_old: {
    text: 'It was signed more than five minutes ago by our clock.',
    next: 'Set the clock of this machine right. A single one may be a repeated old delivery.',
  },
  from_future: {
    text: 'It was signed in the future by our clock.',
    next: 'Set the clock of this machine right.',
  },
};
