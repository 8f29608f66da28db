import assert from 'node:assert/strict';
import { reconcilePayments } from '../../../src/payments/actions/reconcile.ts';
import { chanceFrom, type Chance } from '../../support/chance.ts';
import { isDecided } from '../../stand-ins/stripe/disputing.ts';
import { checkInvariants } from '../invariants.ts';
import { dying, isDeath } from './death.ts';
import { ask, deskSteps } from './desk-steps.ts';
import { isOrdinary } from './failures.ts';
import { disputeSteps } from './dispute-steps.ts';
import { invoiceSteps, transferSteps } from './invoice-steps.ts';
import { checkAgainstService } from './ledger.ts';
import { checkMoney } from './money.ts';
import { payerSteps } from './payer-steps.ts';
import { portalSteps } from './portal-steps.ts';
import type { Mall, Shop } from './shop.ts';
import type { Step } from './step.ts';
import { unluckySteps } from './unlucky-steps.ts';
import { worldSteps } from './world-steps.ts';

/** What can happen; those of the portal and its people can also be cut short by a death. */
const mortal: readonly Step[] = [...portalSteps, ...deskSteps, ...invoiceSteps, ...unluckySteps];
const steps: readonly Step[] = [
  ...mortal,
  ...payerSteps,
  ...worldSteps,
  ...disputeSteps,
  ...transferSteps,
];

/** Where nothing was paid there is little to go wrong, so most histories begin with these. */
const opening: readonly Step[] = [...portalSteps.slice(0, 1), ...payerSteps.slice(0, 1)];

/** Many steps are not possible just then: a page must be open before it can be paid. */
const mostTries = 100;
/** Of the portal's own steps so many end in the death of their process. */
const deadly = 0.2;

/**
 * Plays the history that belongs to a seed, lets everything come to rest, and looks whether what must hold does. `told`
 * gets a line for each step, while it is taken.
 */
export async function playHistory(mall: Mall, seed: number, told: string[]): Promise<void> {
  const chance = chanceFrom(seed);
  const shop = await mall.open({ trusted: chance.hits(0.25) });
  shop.trouble.eventsLost = chance.hits(0.15);
  try {
    told.push(`a republisher asks: ${await ask({ shop, ctx: shop.ctx })}`);
    const length = 6 + chance.below(12);
    for (const step of opening) if (chance.hits(0.7)) await oneStep(shop, { step, chance, told });
    for (let tries = 0; told.length <= length && tries < mostTries; tries += 1)
      await oneStep(shop, { step: weighted(chance), chance, told });
    await comeToRest(shop, chance.fork(), told);
    await check(shop);
    if (!chance.hits(0.25)) return;
    shop.clock.advance({ days: 40 });
    told.push('forty days later');
    await comeToRest(shop, chance.fork(), told);
    await check(shop);
  } finally {
    await mall.close(shop);
  }
}

interface Turn {
  step: Step;
  chance: Chance;
  told: string[];
}

async function oneStep(shop: Shop, { step, chance, told }: Turn): Promise<void> {
  const isFatal = mortal.includes(step) && chance.hits(deadly);
  const life = isFatal ? dying(shop.ctx, chance.fork()) : { ctx: shop.ctx, diedAt: () => null };
  const line = told.push(`${step.name} …`) - 1;
  const said = await step
    .run({ shop, ctx: life.ctx, chance: chance.fork() })
    .catch((error: unknown) => {
      if (isOrdinary(error)) return error.message;
      if (isDeath(error)) return '';
      throw error;
    });
  const died = life.diedAt();
  if (said === null && died === null) return void told.pop();
  told[line] = `${step.name}: ${said ?? ''}${died === null ? '' : ` — the process dies ${died}`}`;
  shop.clock.advance({ seconds: 1 + chance.below(30) });
  await shop.levers.idle();
}

function weighted(chance: Chance): Step {
  const sum = steps.reduce((total, { weight }) => total + weight, 0);
  let left = chance.below(sum);
  const step = steps.find(({ weight }) => (left -= weight) < 0);
  assert.ok(step !== undefined);
  return step;
}

/** Rounds after which everything must have come to rest. */
const mostRounds = 8;

/**
 * Nothing fails any more, banks decide what waits for them, and time passes while the portal does what it does by itself.
 * What was held comes now or, by chance, never.
 */
async function comeToRest(shop: Shop, chance: Chance, told: string[]): Promise<void> {
  shop.levers.clearFaults();
  Object.assign(shop.trouble, { mail: false, refused: 0, away: false });
  if (shop.trouble.held && chance.hits(0.7)) {
    await shop.levers.release({ reverse: chance.hits(0.5) });
    shop.trouble.held = false;
  }
  let before = '';
  for (let round = 0; round < mostRounds; round += 1) {
    settleAll(shop, chance);
    await shop.levers.idle();
    shop.clock.advance({ minutes: 11 });
    await reconcilePayments(shop.ctx);
    await workOff(shop, chance);
    const now = await standing(shop);
    if (now === before && shop.queue.waiting() === 0) return;
    before = now;
  }
  told.push(before);
  assert.fail(`it has not come to rest: ${shop.queue.waiting()} jobs wait`);
}

function settleAll(shop: Shop, chance: Chance): void {
  const { intents, refunds, disputes } = shop.levers.books();
  for (const dispute of disputes)
    if (!isDecided(dispute) && chance.hits(0.7))
      shop.levers.disputeClose({ id: dispute.id, outcome: chance.hits(0.5) ? 'won' : 'lost' });
  for (const { id, status } of [...intents, ...refunds])
    if (status === 'processing' || status === 'pending')
      shop.levers.settle({ id, outcome: chance.hits(0.7) ? 'succeed' : 'fail' });
}

/** Does the jobs, also those that wait for some minutes. */
async function workOff(shop: Shop, chance: Chance): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await shop.queue.work(shop.ctx, chance);
    await shop.levers.idle();
    const next = shop.queue.nextAt();
    if (next === null) return;
    shop.clock.advance({
      seconds: Math.max(Math.ceil((next - shop.clock.now.getTime()) / 1000), 0),
    });
  }
}

/** Where everything stands, in a few words. */
async function standing({ ctx: { db } }: Shop): Promise<string> {
  const lists = await Promise.all([
    db.selectFrom('requests').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('payment_attempts').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('payments').select(['id', 'refunded as state']).orderBy('id').execute(),
    db.selectFrom('invoices').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('disputes').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('refunds').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('licences').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('stripe_events').select(['id', 'state']).orderBy('id').execute(),
    db.selectFrom('emails').select(['id', 'state']).orderBy('id').execute(),
  ]);
  return lists.map((rows) => rows.map(({ state }) => state).join(' ')).join('; ');
}

async function check(shop: Shop): Promise<void> {
  await checkAgainstService(shop);
  await checkMoney(shop.ctx);
  await checkInvariants(shop.ctx.db);
}
