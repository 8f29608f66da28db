import type { EndpointState, RefusalCause } from './health.ts';

/** Everything by which it is judged whether money is noticed. Times null: never. */
export interface HealthFacts {
  /** Null where card payment is off: then there is nothing to judge but held money. */
  stripe: { secrets: number; endpoint: EndpointState | null } | null;
  lastDelivery: Date | null;
  /** Events of the last days that no delivery brought, made after the last one that did; the newest. */
  unheard: { count: number; sentAt: Date } | null;
  refusals: readonly { cause: RefusalCause; lastAt: Date }[];
  failedEvents: number;
  otherMode: number;
  lastRound: { finishedAt: Date; failures: number } | null;
  differences: number;
  /** Milliseconds between two rounds. */
  roundEveryMs: number;
}

/** Something that is wrong and what to do about it, as English texts to translate with their values. */
export interface Trouble {
  code: string;
  text: string;
  params: Record<string, string | number>;
  next: string;
}

const dayMs = 86_400_000;

/** What is wrong with the connection to the payment service and the books, the worst first. */
export function troublesOf(facts: HealthFacts, now: Date): Trouble[] {
  if (facts.stripe === null) return [];
  return [
    ...setUpTroubles(facts.stripe, facts, now),
    ...deliveryTroubles(facts),
    ...workTroubles(facts, now),
  ];
}

const trouble = (
  code: string,
  text: string,
  next: string,
  params: Trouble['params'] = {},
): Trouble => ({ code, text, next, params });

const addAtStripe =
  'At Stripe, under Developers, Webhooks: add the address and the events named below, then set its signing secret as STRIPE_WEBHOOK_SECRET and start again.';

function setUpTroubles(
  { secrets, endpoint }: NonNullable<HealthFacts['stripe']>,
  { lastDelivery }: HealthFacts,
  now: Date,
): Trouble[] {
  const found: Trouble[] = [];
  if (secrets === 0)
    found.push(
      trouble(
        'no_secret',
        'STRIPE_WEBHOOK_SECRET is not set: payments are only noticed by the rounds.',
        addAtStripe,
      ),
    );
  // Another way, such as an event destination or the Stripe CLI, is not listed but heard.
  const heard = lastDelivery !== null && now.getTime() - lastDelivery.getTime() < 7 * dayMs;
  if (endpoint?.state === 'none' && !heard)
    found.push(
      trouble('no_endpoint', 'Stripe has no webhook for the address of this portal.', addAtStripe),
    );
  if (endpoint?.state === 'disabled')
    found.push(
      trouble(
        'endpoint_disabled',
        'The webhook of this portal is switched off at Stripe.',
        'Enable it at Stripe, under Developers, Webhooks.',
      ),
    );
  if (endpoint?.state === 'lacks')
    found.push(
      trouble(
        'events_missing',
        'The webhook at Stripe does not send {count, plural, one {one event that is} other {# events that are}} needed: {types}',
        'Add them at Stripe, under Developers, Webhooks.',
        { count: endpoint.types.length, types: endpoint.types.join(', ') },
      ),
    );
  return found;
}

function deliveryTroubles({ unheard, refusals, lastDelivery, otherMode }: HealthFacts): Trouble[] {
  const found: Trouble[] = [];
  if (unheard !== null)
    found.push(
      trouble(
        'unheard',
        'Stripe had {count, plural, one {one event} other {# events}} for us of which none arrived; the rounds found them.',
        'Look at the deliveries of the webhook at Stripe, and whether this portal can be reached from the internet.',
        { count: unheard.count },
      ),
    );
  // Forged calls are of no importance while real ones come through.
  const turnedAway = refusals.filter(
    ({ cause, lastAt }) =>
      cause !== 'unsigned' && (lastDelivery === null || lastAt.getTime() > lastDelivery.getTime()),
  );
  if (turnedAway.length > 0)
    found.push(
      trouble(
        'refused',
        'Messages of Stripe are refused because of their signature.',
        'The likely cause stands under "Refused" below.',
      ),
    );
  if (otherMode > 0)
    found.push(
      trouble(
        'other_mode',
        '{count, plural, one {One message} other {# messages}} of the other mode (test or live) came and counted for nothing.',
        'Let the webhook of that mode report to its own portal, or remove it at Stripe.',
        { count: otherMode },
      ),
    );
  return found;
}

function workTroubles(facts: HealthFacts, now: Date): Trouble[] {
  const { failedEvents, lastRound, differences, roundEveryMs } = facts;
  const found: Trouble[] = [];
  if (failedEvents > 0)
    found.push(
      trouble(
        'failed_events',
        '{count, plural, one {One message of Stripe} other {# messages of Stripe}} could not be worked off.',
        'Read the error below and try again.',
        { count: failedEvents },
      ),
    );
  const lateMs = Math.max(3 * roundEveryMs, 30 * 60_000);
  if (lastRound !== null && now.getTime() - lastRound.finishedAt.getTime() > lateMs)
    found.push(
      trouble(
        'rounds_stand_still',
        'The payments have not been compared with Stripe for long.',
        'Start the portal again, and look into its log for the reason.',
      ),
    );
  if (lastRound !== null && lastRound.failures > 0)
    found.push(
      trouble(
        'round_failed',
        'The last round could not see everything at Stripe.',
        'It is tried again by itself; if it stays so, the error below says why.',
      ),
    );
  if (differences > 0)
    found.push(
      trouble(
        'differences',
        'Our books and those of Stripe differ in {count, plural, one {one place} other {# places}}.',
        'Each stands below with the next step.',
        { count: differences },
      ),
    );
  return found;
}
