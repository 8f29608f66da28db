import { runImport } from './articles/actions/run-import.ts';
import { requeueLostLetters, sendEmail } from './emails/actions.ts';
import { creditInvoice } from './payments/actions/invoice-credit-note.ts';
import { makeInvoice } from './payments/actions/make-invoice.ts';
import { orderWishedInvoice } from './payments/actions/order-invoice.ts';
import { makeRefund } from './payments/actions/finish-refund.ts';
import { reconcilePayments } from './payments/actions/reconcile.ts';
import { workStripeEvent } from './payments/actions/stripe-events.ts';
import { tickInvoices } from './payments/actions/tick-invoices.ts';
import type { Context } from './platform/context.ts';
import type { Clockwork, JobHandlers } from './platform/jobs.ts';
import { expireLicences } from './licences/actions.ts';
import { tickClocks } from './requests/actions/tick-clocks.ts';
import { answerInstantly } from './review/actions/answer-instantly.ts';

/** Every job and the action that does it; all of them may run twice without harm. */
export function jobHandlers(ctx: Context, maintain: () => Promise<void>): JobHandlers {
  return {
    'send-email': (data: { id: string }) => sendEmail(ctx, data),
    'run-import': (data: { id: string }) => runImport(ctx, data),
    'work-stripe-event': (data: { id: string }) => workStripeEvent(ctx, data),
    'reconcile-payments': (data: { requestId?: string }) => reconcilePayments(ctx, data),
    'make-refund': (data: { id: string }) => makeRefund(ctx, data),
    'order-invoice': (data: { requestId: string }) => orderWishedInvoice(ctx, data),
    'make-invoice': (data: { attemptId: string }) => makeInvoice(ctx, data),
    'credit-invoice': (data: { paymentId: string }) => creditInvoice(ctx, data),
    'answer-instantly': (data: { requestId: string }) => answerInstantly(ctx, data),
    'tick-clocks': () => tickAll(ctx),
    'maintain-database': () => maintain(),
  };
}

/** One clock that fails keeps the others not from ticking; the job fails with it and is tried again. */
async function tickAll(ctx: Context): Promise<void> {
  const failures: unknown[] = [];
  for (const tick of [requeueLostLetters, tickClocks, expireLicences, tickInvoices])
    await tick(ctx).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'a clock failed');
}

/** What runs by the clock, in milliseconds; each also runs once at the start. */
export function timetable(ctx: Context): Clockwork[] {
  return [
    { name: 'reconcile-payments', everyMs: ctx.config.reconcileMs },
    { name: 'tick-clocks', everyMs: 10 * 60_000 },
    { name: 'maintain-database', everyMs: 60 * 60_000 },
  ];
}
