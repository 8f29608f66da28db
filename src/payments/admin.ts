import { Router, type Request, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { invalid, notFound } from '../platform/errors.ts';
import { page, parse, typed } from '../platform/http.ts';
import { isUuid } from '../platform/ids.ts';
import { actorOf, allow, staffOf } from '../staff/guard.ts';
import { may } from '../staff/rules.ts';
import { askForRound } from './actions/ask-for-round.ts';
import { moneyTroubles } from './actions/health.ts';
import { readWatchedDisputes } from './actions/watched-disputes.ts';
import { markPaidByTransfer } from './actions/mark-paid.ts';
import { accountingRoutes } from './admin/accounting.ts';
import { evidenceRoutes } from './admin/evidence.ts';
import { healthRoutes } from './admin/health.ts';
import { invoiceRoutes } from './admin/invoices.ts';
import { issueRoutes } from './admin/issue-invoice.ts';
import { paymentRoutes } from './admin/payment.ts';
import { listForm, transferForm } from './forms.ts';
import { cardProblemText } from './rules/card.ts';
import { isOpen } from './rules/dispute.ts';
import { disputeStateWords } from './rules/dispute-words.ts';
import { heldText } from './rules/judge.ts';
import { invoiceStates } from './rules/invoice-history.ts';
import * as store from './store/desk.ts';
import { unpaidInvoices, type InvoiceListed } from './store/invoice-desk.ts';

const pageSize = 50;
const shortList = 100;
const notices = {
  asked: 'The payments are being compared with Stripe; this takes a moment.',
  marked: 'The payment is recorded and the licence is issued.',
};

/** Payments at the desk: money that is held, money that is awaited, and everything that came in. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();
  healthRoutes(ctx, router);
  accountingRoutes(ctx, router);
  paymentRoutes(ctx, router);
  evidenceRoutes(ctx, router);
  invoiceRoutes(ctx, router);
  issueRoutes(ctx, router);

  router.get('/admin/payments', (req, res) => showList(ctx, req, res));

  router.post('/admin/payments/reconcile', async (_req, res) => {
    allow(res, 'money');
    await askForRound(ctx);
    res.redirect(303, '/admin/payments?done=asked');
  });

  router.get('/admin/payments/transfer/:requestId', async (req, res) => {
    allow(res, 'money');
    page(res, 'payments/transfer', { awaited: await awaitedOf(ctx, req) });
  });

  router.post('/admin/payments/transfer/:requestId', async (req, res) => {
    allow(res, 'money');
    await markPaid(ctx, req, res);
  });

  return router;
}

async function showList(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const query = parse(listForm, req.query);
  if (!query.ok) throw invalid(query.problems);
  const { after, done } = query.value;
  const found = await store.newestPayments(ctx.db, { after, size: pageSize });
  const rows = found.slice(0, pageSize);
  page(res, 'payments/list', {
    disputes: await readWatchedDisputes(ctx, 20),
    held: (await store.heldPayments(ctx.db, shortList)).map(withReason),
    invoices: (await unpaidInvoices(ctx.db, shortList)).map(withChip),
    awaited: (await store.awaitedPayments(ctx.db, shortList)).map(withTrouble(ctx)),
    health: await store.serviceHealth(ctx.db),
    troubles: (await moneyTroubles(ctx)).length,
    rows: rows.map(withReason),
    newer: after === null ? null : '/admin/payments',
    older: found.length > pageSize ? `/admin/payments?after=${rows.at(-1)?.id ?? ''}` : null,
    handlesMoney: may(staffOf(res).role, 'money'),
    issuesInvoices: may(staffOf(res).role, 'money') || may(staffOf(res).role, 'decide'),
    notice: done === null ? null : notices[done],
  });
}

async function markPaid(ctx: Context, req: Request, res: Response): Promise<void> {
  const form = parse(transferForm, req.body);
  if (!form.ok) {
    const awaited = await awaitedOf(ctx, req);
    const { problems } = form;
    return page(res, 'payments/transfer', { awaited, problems, values: typed(req.body) }, 422);
  }
  const requestId = requestIdOf(req);
  await markPaidByTransfer(ctx, { requestId, ...form.value, by: actorOf(res) });
  res.redirect(303, '/admin/payments?done=marked');
}

async function awaitedOf(ctx: Context, req: Request): Promise<store.Awaited> {
  const awaited = await store.awaitedPayment(ctx.db, requestIdOf(req));
  if (awaited === null) throw notFound();
  return awaited;
}

function requestIdOf(req: Request): string {
  const id = String(req.params['requestId']);
  if (!isUuid(id)) throw notFound();
  return id;
}

const withChip = (row: InvoiceListed): object => ({ ...row, chip: invoiceStates[row.state] });

/** Says of an accepted offer that it can only be paid by transfer, where cards are taken. */
const withTrouble =
  ({ checkout }: Context) =>
  (row: store.Awaited): object => ({
    ...row,
    noCard:
      checkout === null ? null : cardProblemText({ amount: row.total, currency: row.currency }),
  });

const withReason = (row: store.ListedPayment): object => ({
  ...row,
  reason: row.kind === 'primary' ? null : heldText(row.heldWhy),
  dispute: row.dispute === null ? null : disputeStateWords[row.dispute],
  disputed: row.dispute !== null && isOpen(row.dispute),
});
