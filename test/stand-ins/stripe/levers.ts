import type { Debit } from './cards.ts';
import { objectWith } from './expand.ts';
import type { Fault } from './faults.ts';
import type { PostRoom } from './post-room.ts';
import { settle, tick } from './tick.ts';
import type { World } from './world.ts';

/**
 * What a test, or a person in the demo, can do that a payer cannot. In process they are called
 * as functions; from outside as `POST /_test/<name>` with the argument as JSON.
 */
export const createLevers = (world: World, post: PostRoom) => ({
  ...faultLevers(world),
  ...postLevers(world, post),
  ...objectLevers(world),
});

export type Levers = ReturnType<typeof createLevers>;

const faultLevers = (world: World) => ({
  /** Moves the clock by `advance` seconds or to the Unix time `set`; whatever is due happens. */
  clock({ advance = 0, set }: { advance?: number; set?: number }) {
    if (set !== undefined) world.offset.seconds += set - world.now();
    world.offset.seconds += advance;
    tick(world);
    return { now: world.now() };
  },
  fault(fault: Fault) {
    world.faults.push(fault);
    return { waiting: world.faults.length };
  },
  clearFaults() {
    world.faults.length = 0;
    return {};
  },
});

const postLevers = (world: World, post: PostRoom) => ({
  hold() {
    post.hold();
    return {};
  },
  async release({ reverse = false }: { reverse?: boolean } = {}) {
    await post.release(reverse);
    return {};
  },
  /** Sends the newest event of `type`, or the one with `id`, again; answers the statuses. */
  async redeliver({ id, type, times = 1 }: { id?: string; type?: string; times?: number }) {
    const event = [...world.records.events.values()].findLast(
      (each) => (id === undefined || each.id === id) && (type === undefined || each.type === type),
    );
    if (!event) throw new Error('There is no such event.');
    return { statuses: await post.redeliver(event, times) };
  },
  /** Resolves when every webhook has been delivered or given up; held ones do not count. */
  async idle() {
    await post.idle();
    return {};
  },
});

const objectLevers = (world: World) => ({
  /** Ends a debit (by intent or session id) or a refund (by its id) now. */
  settle({ id, outcome }: { id: string; outcome: Debit['settles'] }) {
    settle(world, id, outcome);
    return {};
  },
  /** Changes fields of an object behind everybody's back, to see whether somebody notices. */
  mutate({ id, fields }: { id: string; fields: Record<string, unknown> }) {
    const object = objectWith(world, id);
    if (!object) throw new Error(`There is no object ${id}.`);
    Object.assign(object, fields);
    return {};
  },
  requests: () => ({ data: world.seen }),
  events: () => ({ data: [...world.records.events.values()] }),
  sessions: () => ({ data: [...world.records.sessions.values()].map(({ session }) => session) }),
});
