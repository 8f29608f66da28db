import type { Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { page, parse } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { askForRound } from '../actions/ask-for-round.ts';
import { moneyTroubles, readHealth, retryEvent, type Health } from '../actions/health.ts';
import { eventParams, healthQuery } from '../forms/health.ts';
import { watchedTypes } from '../rules/event.ts';
import { refusalWords, roundErrorText, webhookPath } from '../rules/health.ts';
import { troublesOf, type Trouble } from '../rules/health-troubles.ts';
import { heldText } from '../rules/judge.ts';
import { dashboardUrl, differenceWords } from '../rules/reconcile-sums.ts';
import { heldPayments } from '../store/desk.ts';
import { openEvents, type Round } from '../store/health.ts';
import * as store from '../store/health-page.ts';

const notices = {
  asked: 'The payments are being compared with Stripe; this takes a moment.',
  retried: 'The message is being worked off; this takes a moment.',
};
const longList = 100;

/** `/admin/payments/health`: whether money is noticed, and where our books and Stripe's differ. */
export function healthRoutes(ctx: Context, router: Router): void {
  // The list of what is to be done belongs to the staff part, which cannot ask this one.
  router.use('/admin/settings', async (_req, res, next) => {
    res.locals['moneyTroubles'] = (await moneyTroubles(ctx)).length;
    next();
  });

  router.get('/admin/payments/health', async (req, res) => {
    allow(res, 'read');
    const query = parse(healthQuery, req.query);
    if (!query.ok) throw invalid(query.problems);
    const { done } = query.value;
    const data = await dataOf(ctx, res);
    page(res, 'payments/health', { ...data, notice: done === null ? null : notices[done] });
  });

  router.post('/admin/payments/health/compare', async (_req, res) => {
    allow(res, 'money');
    await askForRound(ctx);
    res.redirect(303, '/admin/payments/health?done=asked');
  });

  router.post('/admin/payments/health/events/:id/retry', async (req, res) => {
    allow(res, 'money');
    const params = parse(eventParams, req.params);
    if (!params.ok) throw notFound();
    await retryEvent(ctx, params.value.id);
    res.redirect(303, '/admin/payments/health?done=retried');
  });
}

async function dataOf(ctx: Context, res: Response): Promise<object> {
  const { db } = ctx;
  const now = ctx.now();
  const health = await readHealth(ctx);
  const liveMoney = ctx.checkout?.liveMoney ?? true;
  const tenMinutesAgo = new Date(now.getTime() - 600_000);
  return {
    health: shownHealth(health),
    troubles: troublesOf(health, now).map(inWords(ctx, res)),
    webhook: { url: ctx.links.to(webhookPath), types: watchedTypes },
    events: await openEvents(db, { before: tenMinutesAgo, limit: longList }),
    held: (await heldPayments(db, longList)).map((row) => ({
      ...row,
      reason: heldText(row.heldWhy),
    })),
    attempts: await store.unclearForDesk(db, { now, limit: longList }),
    differences: (await store.openDifferences(db, { liveMoney, limit: longList })).map((row) => ({
      ...row,
      ...differenceWords[row.why],
      url: dashboardUrl(row.paymentIntent, liveMoney),
    })),
    days: (await store.newestDays(db, { liveMoney, limit: 60 })).map(withMark),
    liveMoney,
    handlesMoney: may(staffOf(res).role, 'money'),
  };
}

/** A trouble is a sentence with values, so that it is put into words here and not in the view. */
const inWords =
  (ctx: Context, res: Response) =>
  ({ code, text, params, next }: Trouble): object => {
    const locale = res.locals['locale'] as string;
    const t = (key: string, values: Trouble['params']): string =>
      ctx.views.translator.t(locale, key, values);
    return { code, text: t(text, params), next: t(next, {}) };
  };

function shownHealth({ delivery, refused, rounds, stripe, unheard }: Health): object {
  return {
    ...{ delivery, unheard },
    endpoint: stripe?.endpoint?.state ?? null,
    secrets: stripe?.secrets ?? 0,
    refused: refused.map((row) => ({ ...row, ...refusalWords[row.cause] })),
    round: rounds[0] === undefined ? null : shownRound(rounds[0]),
    rounds: rounds.map(shownRound),
  };
}

/** Rounds of before a figure was kept count as 0 there. */
function shownRound({ startedAt, finishedAt, report }: Round): object {
  const { attempts = 0, events = 0, sessions = 0, movements = 0 } = report;
  const { differences = 0, failures = 0, errors = [] } = report;
  const seconds = Math.round((finishedAt.getTime() - startedAt.getTime()) / 100) / 10;
  return {
    ...{ startedAt, finishedAt, seconds },
    errors: errors.map((error) => ({ error, text: roundErrorText(error) })),
    ...{ attempts, events, sessions, movements, differences, failures },
  };
}

function withMark(row: store.MoneyDay): object {
  const differs =
    row.charges_here !== row.charges_there ||
    row.refunds_here !== row.refunds_there ||
    row.fees_here !== row.fees_there;
  return { ...row, differs };
}
