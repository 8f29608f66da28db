import {
  closeDispute,
  disputesOf,
  escalateInquiry,
  openDispute,
  warnOfFraud,
} from './disputing.ts';
import { objectWith } from './expand.ts';
import type { Fault } from './faults.ts';
import type { PostRoom } from './post-room.ts';
import { refundCharge } from './refunding.ts';
import { addEndpoint } from './resources/webhook-endpoints.ts';
import { settle, tick } from './tick.ts';
import { payPart, receiveTransfer } from './transfers.ts';
import { idOf, type Outcome, type World } from './world.ts';

/**
 * What a test, or a person in the demo, can do that a payer cannot. In process they are called
 * as functions; from outside as `POST /_test/<name>` with the argument as JSON.
 */
export const createLevers = (world: World, post: PostRoom) => ({
  ...faultLevers(world),
  ...postLevers(world, post),
  ...bankLevers(world),
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

const bankLevers = (world: World) => ({
  /** Ends a debit (by intent or session id), a refund or a dispute now. */
  settle({ id, outcome }: { id: string; outcome: Outcome }) {
    settle(world, id, outcome);
    return {};
  },
  /** How the next `times` refunds go, whatever the card says. */
  nextRefund({ course, times = 1 }: { course: World['nextRefunds'][number]; times?: number }) {
    world.nextRefunds.push(...Array.from({ length: times }, () => course));
    return {};
  },
  /** Gives `amount` (minor units) of a payment back on the service's own pages. */
  refund({ id, amount }: { id: string; amount: number }) {
    const charge = chargeWith(world, id);
    const left = charge.amount - charge.amount_refunded;
    const disputed = disputesOf(world, charge.id).some((each) => !each.is_charge_refundable);
    if (charge.status !== 'succeeded' || disputed || amount < 1 || amount > left)
      throw new Error(`${amount} of ${charge.id} cannot be given back.`);
    return { id: refundCharge(world, charge, { amount }).id };
  },
  /** Disputes a payment (by charge or intent id), whole or in part, or turns an inquiry into a dispute. */
  dispute({ id, ...wish }: { id: string; inquiry?: boolean; amount?: number; reason?: string }) {
    const inquiry = world.records.disputes.get(id);
    if (!inquiry) return { id: openDispute(world, chargeWith(world, id), wish).id };
    escalateInquiry(world, inquiry);
    return { id };
  },
  disputeClose({ id, outcome }: { id: string; outcome: 'won' | 'lost' }) {
    const dispute = world.records.disputes.get(id);
    if (!dispute) throw new Error(`There is no dispute ${id}.`);
    closeDispute(world, dispute, outcome);
    return {};
  },
  /** An early warning of fraud about a payment. */
  warn: ({ id }: { id: string }) => ({ id: warnOfFraud(world, chargeWith(world, id)).id }),
  /** Money for an invoice arrives by bank transfer, in minor units. */
  transfer({ id, amount }: { id: string; amount: number }) {
    const invoice = world.records.invoices.get(id);
    if (!invoice) throw new Error(`There is no invoice ${id}.`);
    receiveTransfer(world, invoice, amount);
    return { status: invoice.status };
  },
  /** Staff charge a part of an invoice on the dashboard, in minor units. */
  payPart({ id, amount }: { id: string; amount: number }) {
    const invoice = world.records.invoices.get(id);
    if (!invoice) throw new Error(`There is no invoice ${id}.`);
    payPart(world, invoice, amount);
    return { status: invoice.status };
  },
});

function chargeWith(world: World, id: string) {
  const intent = world.records.intents.get(id);
  const charge = world.records.charges.get(idOf(intent?.latest_charge) ?? id);
  if (!charge) throw new Error(`There is no charge ${id}.`);
  return charge;
}

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
  /** Adds an endpoint; a thin one is told only that something happened to which object. */
  endpoint({ url, secret, thin = false }: { url: string; secret: string; thin?: boolean }) {
    const { id } = addEndpoint(world, { url, secret });
    if (thin) world.records.thin.set(id, true);
    return { id };
  },
  /** Resolves when every webhook has been delivered or given up; held ones do not count. */
  async idle() {
    await post.idle();
    return {};
  },
});

const objectLevers = (world: World) => ({
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
  /** What stands in its books, past every fault of the line. */
  books: () => ({
    intents: [...world.records.intents.values()],
    charges: [...world.records.charges.values()],
    refunds: [...world.records.refunds.values()],
    disputes: [...world.records.disputes.values()],
    invoices: [...world.records.invoices.values()],
  }),
  /** What was not as the SDK types it, of all that went over the line so far. */
  contract: () => ({ data: world.violations }),
});
