import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import { sql } from 'kysely';
import { finishCreation } from '../../src/payments/actions/finish-creation.ts';
import { startAttempt } from '../../src/payments/actions/start-attempt.ts';
import { insertPayment } from '../../src/payments/store/payments.ts';
import { liveAttempt } from '../../src/payments/store/attempts.ts';
import type { Context } from '../../src/platform/context.ts';
import { currentOffer } from '../../src/requests/actions/read.ts';
import { portalProcess, type PortalProcess } from '../journeys/portal-process.ts';
import { until } from '../journeys/until.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { serverUrl } from '../support/database.ts';
import { acceptedRequest } from './builders.ts';
import { inboxOf, moneyOf, paidOnce } from './look.ts';
import { payPath } from './pages.ts';
import { openTill, webhookSecret, type Till } from './till.ts';

const card = '4242424242424242';

/** Takes a unique index away, and brings it back without the rows that it would not have allowed. */
async function without(
  t: Pick<Test, 'after'>,
  { db }: Context,
  index: 'payment_attempts_one_live' | 'payments_one_primary',
): Promise<void> {
  const { rows } = await sql<{ made: string }>`
    select pg_get_indexdef(${index}::regclass) as made`.execute(db);
  await sql.raw(`drop index ${index}`).execute(db);
  t.after(async () => {
    await db.deleteFrom('payments').execute();
    await db.deleteFrom('payment_attempts').execute();
    await sql.raw(rows[0]?.made ?? '').execute(db);
  });
}

/** Two of us saw that a request has no page, and now each begins one: what a lock was to prevent and did not. */
async function bothBegin(till: Till): Promise<PromiseSettledResult<unknown>[]> {
  const { ctx } = till;
  const request = await acceptedRequest(ctx);
  const { id } = request;
  const begin = (): Promise<void> =>
    ctx.transaction(async (tx) => {
      const offer = await currentOffer(tx.db, id);
      assert.ok(offer !== null);
      await startAttempt(tx, { request, offer }, false);
    });
  assert.equal(await liveAttempt(ctx.db, id), null);
  const [first] = await Promise.allSettled([begin()]);
  const [second] = await Promise.allSettled([begin()]);
  const attempts = await ctx.db.selectFrom('payment_attempts').selectAll().execute();
  for (const attempt of attempts)
    await finishCreation(ctx, { ...attempt, state: 'creating', params: attempt.params as object });
  return [first, second];
}

const openPages = ({ levers }: Till): number =>
  levers.sessions().data.filter(({ status }) => status === 'open').length;

test('case 17: without the index two that begin at once open two pages, on both of which somebody can pay', async (t) => {
  const till = await openTill(t);
  await without(t, till.ctx, 'payment_attempts_one_live');
  const begun = await bothBegin(till);
  assert.deepEqual(
    begun.map(({ status }) => status),
    ['fulfilled', 'fulfilled'],
  );
  assert.equal(openPages(till), 2);
});

test('case 17: with the index the second of two that begin at once is refused, and one page is open', async (t) => {
  const till = await openTill(t);
  const [first, second] = await bothBegin(till);
  assert.equal(first?.status, 'fulfilled');
  assert.equal((second as PromiseRejectedResult).reason.code, 'already_changed');
  assert.equal(openPages(till), 1);
});

/** Two of us saw that a request is not paid, and now each records a charge that pays it; how many rows that made. */
async function bothRecord({ ctx }: Till, intents: readonly string[]): Promise<number> {
  const { id: requestId } = await acceptedRequest(ctx);
  for (const intent of intents)
    await ctx
      .transaction(async (tx) => {
        const at = tx.now();
        await insertPayment(tx.db, {
          ...{ id: tx.newId(), request_id: requestId, method: 'checkout', kind: 'primary' },
          ...{ currency: 'GBP', amount: 8000, payment_intent: intent, live_money: false },
          ...{ recorded_by: 'Stripe', paid_at: at, created_at: at },
        });
      })
      .catch((error: unknown) => assert.match(String(error), /payments_one_primary/u));
  return (await moneyOf(ctx, requestId)).payments.length;
}

test('case 51: without the index two that record at once pay a request twice, with it once; one charge is recorded once', async (t) => {
  const till = await openTill(t, { deaf: true });
  assert.equal(await bothRecord(till, ['pi_one', 'pi_one']), 1);
  assert.equal(await bothRecord(till, ['pi_two', 'pi_three']), 1);
  await without(t, till.ctx, 'payments_one_primary');
  assert.equal(await bothRecord(till, ['pi_four', 'pi_five']), 2);
});

/** Two real processes of the portal on the database of this file, both of which hear every webhook. */
async function twoPortals(t: Test, till: Till): Promise<PortalProcess[]> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    till.ctx.db,
  );
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${rows[0]?.name ?? ''}`;
  const { config } = till.ctx;
  const portals = await Promise.all(
    [1, 2].map(() =>
      portalProcess(async () => ({
        DATABASE_URL: url.href,
        BASE_URL: config.baseUrl,
        SECRET_KEY: config.secretKey,
        STRIPE_SECRET_KEY: 'sk_test_of_both',
        STRIPE_WEBHOOK_SECRET: webhookSecret,
        STRIPE_API_BASE: till.standIn.url,
      })),
    ),
  );
  t.after(() => Promise.all(portals.map((portal) => portal.dispose())));
  await Promise.all(portals.map((portal) => portal.start()));
  for (const { base } of portals)
    till.levers.endpoint({ url: `${base}/webhooks/stripe`, secret: webhookSecret });
  return portals;
}

/** Asks both processes at the same moment, `times` each; statuses and where they lead. */
async function atOnce(
  portals: readonly PortalProcess[],
  path: string,
  { method, times }: { method: string; times: number },
): Promise<{ statuses: number[]; places: string[] }> {
  const answers = await Promise.all(
    Array.from({ length: times * portals.length }, async (_, index) => {
      const base = portals[index % portals.length]?.base ?? '';
      const answer = await fetch(base + path, { method, redirect: 'manual' });
      await answer.arrayBuffer();
      return answer;
    }),
  );
  return {
    statuses: [...new Set(answers.map(({ status }) => status))],
    places: [...new Set(answers.map(({ headers }) => headers.get('location') ?? ''))],
  };
}

const attemptsOf = async ({ ctx }: Till, id: string): Promise<number> =>
  (await moneyOf(ctx, id)).attempts.length;

/** What the payer is told of money and licence. */
const lettersAbout = ({ ctx }: Till, id: string) =>
  ctx.db
    .selectFrom('emails')
    .select(['kind', 'state'])
    .where('request_id', '=', id)
    .where('kind', 'in', ['payment-received', 'licence-issued'])
    .execute();

// The embedded database belongs to one process; there two contexts share it (see race.test.ts).
if (serverUrl !== undefined)
  test('case +: two app processes on one database', async (t) => {
    const till = await openTill(t, { deaf: true });
    // The processes have the time of the day.
    till.clock.now = new Date();
    const portals = await twoPortals(t, till);
    const { ctx, levers } = till;
    const press = { method: 'POST', times: 4 };

    await t.test('case 17: eight clicks on both at once lead to one page', async () => {
      const { id } = await acceptedRequest(ctx);
      levers.fault({ kind: 'slow', ms: 150, method: 'POST', path: '/v1/checkout/sessions' });
      const { statuses, places } = await atOnce(portals, payPath(ctx, id), press);
      assert.deepEqual([statuses, places.length], [[303], 1]);
      assert.equal(openPages(till), 1);
      assert.equal(await attemptsOf(till, id), 1);
    });

    await t.test(
      'case 17: nor do they lead to two where only the lock of the request is left',
      async (sub) => {
        const before = openPages(till);
        await without(sub, ctx, 'payment_attempts_one_live');
        const { id } = await acceptedRequest(ctx);
        const { statuses, places } = await atOnce(portals, payPath(ctx, id), press);
        assert.deepEqual([statuses, places.length], [[303], 1]);
        assert.equal(openPages(till) - before, 1);
        assert.equal(await attemptsOf(till, id), 1);
      },
    );

    const paying = await acceptedRequest(ctx);
    let back = '';
    await t.test('case 18: of three payers who pay at once, one is charged', async () => {
      const { places } = await atOnce(portals, payPath(ctx, paying.id), press);
      const steps = await Promise.all([1, 2, 3].map(() => payByCard(places[0] ?? '', card)));
      assert.deepEqual(steps.map(({ status }) => status).toSorted(), [303, 410, 410]);
      const { pathname, search } = new URL(
        steps.find(({ status }) => status === 303)?.location ?? '',
      );
      back = pathname + search;
    });

    await t.test(
      'case 51: webhooks, return pages and rounds of both at once give one licence and each letter once',
      async () => {
        const { id } = paying;
        const seen = atOnce(portals, back, { method: 'GET', times: 4 });
        const again = levers.redeliver({ type: 'checkout.session.completed', times: 4 });
        assert.deepEqual((await seen).statuses, [303]);
        assert.deepEqual(new Set((await again).statuses), new Set([200]));
        await levers.idle();
        await until('licence and receipt', async () => {
          const letters = await lettersAbout(till, id);
          return letters.length >= 2 && letters.every(({ state }) => state === 'sent')
            ? true
            : null;
        });
        await until('the end of work on events', async () =>
          (await inboxOf(ctx)).some((line) => /received|failed/u.test(line)) ? null : true,
        );
        assert.deepEqual(await moneyOf(ctx, id), paidOnce);
        const kinds = (await lettersAbout(till, id)).map(({ kind }) => kind);
        assert.deepEqual(kinds.toSorted(), ['licence-issued', 'payment-received']);
        const completed = (await inboxOf(ctx)).filter((line) => line.includes('.completed'));
        assert.deepEqual(completed, ['checkout.session.completed done'], 'stored once, worked off');
      },
    );
  });
