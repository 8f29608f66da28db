import { createHmac } from 'node:crypto';
import { thinEvent } from './events.ts';
import { freshId, type Delivery, type SnapshotEvent, type World } from './world.ts';

/** Delivers signed events to the webhook endpoints, with retries and back-off. */
export type PostRoom = {
  publish(event: SnapshotEvent): void;
  hold(): void;
  /** Sends what was held, one after the other; newest first when `reverse`. */
  release(reverse?: boolean): Promise<void>;
  /** Sends an event again `times` times, all at once; resolves with the statuses answered. */
  redeliver(event: SnapshotEvent, times: number): Promise<number[]>;
  /** Resolves once nothing is under way or waiting for a retry; held events do not count. */
  idle(): Promise<void>;
  /** Takes up what a former run left undelivered. */
  resume(): void;
  stop(): void;
};

type Room = {
  world: World;
  retryMs: number;
  changed: () => void;
  timers: Set<NodeJS.Timeout>;
  underWay: Set<Promise<void>>;
  holding: boolean;
  stopped: boolean;
};

const longestWaitMs = 60_000;
const mostTries = 12;

export function createPostRoom(world: World, retryMs: number, changed: () => void): PostRoom {
  const room: Room = {
    world,
    retryMs,
    changed,
    timers: new Set(),
    underWay: new Set(),
    holding: false,
    stopped: false,
  };
  return {
    publish: (event) => publish(room, event),
    hold: () => {
      room.holding = true;
    },
    release: (reverse = false) => release(room, reverse),
    redeliver: (event, times) => redeliver(room, event, times),
    idle: () => idle(room),
    resume() {
      for (const [id, { state }] of world.records.deliveries)
        if (state === 'waiting') void run(room, id);
    },
    stop() {
      room.stopped = true;
      for (const timer of room.timers) clearTimeout(timer);
    },
  };
}

function publish(room: Room, event: SnapshotEvent) {
  const { endpoints, deliveries } = room.world.records;
  for (const { id: endpoint, enabled_events: enabled, status } of endpoints.values()) {
    if (status !== 'enabled') continue;
    if (!enabled.includes('*') && !enabled.includes(event.type)) continue;
    const id = freshId('del_');
    const state = room.holding ? 'held' : 'waiting';
    deliveries.set(id, { event: event.id, endpoint, tries: 0, state });
    if (!room.holding) void run(room, id);
  }
}

async function release(room: Room, reverse: boolean) {
  room.holding = false;
  const held = [...room.world.records.deliveries].filter(([, { state }]) => state === 'held');
  for (const [id, delivery] of reverse ? held.toReversed() : held) {
    delivery.state = 'waiting';
    await run(room, id);
  }
}

function redeliver({ world }: Room, event: SnapshotEvent, times: number) {
  const targets = [...world.records.endpoints.keys()].flatMap((endpoint) =>
    Array.from({ length: times }, () => endpoint),
  );
  return Promise.all(targets.map((endpoint) => send(world, endpoint, event)));
}

async function idle(room: Room) {
  while (!room.stopped && (room.underWay.size > 0 || room.timers.size > 0)) {
    if (room.underWay.size > 0) await Promise.all(room.underWay);
    else await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function run(room: Room, id: string) {
  const attempt: Promise<void> = tryOnce(room, id).finally(() => room.underWay.delete(attempt));
  room.underWay.add(attempt);
  return attempt;
}

async function tryOnce(room: Room, id: string) {
  const { deliveries, events } = room.world.records;
  const delivery = deliveries.get(id);
  const event = events.get(delivery?.event ?? '');
  if (!delivery || !event || room.stopped) return;
  const status = await send(room.world, delivery.endpoint, event);
  if (room.stopped) return;
  delivery.tries += 1;
  if (status >= 200 && status < 300) deliveries.delete(id);
  else retryLater(room, id, delivery);
  room.changed();
}

function retryLater(room: Room, id: string, delivery: Delivery) {
  if (delivery.tries >= mostTries) {
    delivery.state = 'given_up';
    return;
  }
  const wait = Math.min(room.retryMs * 2 ** (delivery.tries - 1), longestWaitMs);
  const timer = setTimeout(() => {
    room.timers.delete(timer);
    void run(room, id);
  }, wait);
  room.timers.add(timer);
}

/** The signature header: the time and an HMAC over time and body, as webhooks are signed. */
export function signatureOf(payload: string, secret: string, at: number) {
  const mac = createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex');
  return `t=${at},v1=${mac}`;
}

/** Posts an event; resolves with the status of the answer, 0 when there was none. */
async function send(world: World, endpointId: string, event: SnapshotEvent): Promise<number> {
  const endpoint = world.records.endpoints.get(endpointId);
  if (!endpoint) return 200;
  const thin = world.records.thin.has(endpointId);
  const told = thin ? thinEvent(event) : { ...event, pending_webhooks: 1 };
  const payload = JSON.stringify(told, null, 2);
  try {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureOf(payload, endpoint.secret ?? '', world.now()),
        'user-agent': 'Stripe/1.0 (stand-in)',
      },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // No answer is the endpoint's failure, not ours: the retry is the handling of it.
    return 0;
  }
}
