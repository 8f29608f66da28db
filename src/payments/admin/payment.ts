import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Settings } from '../../platform/settings.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { parseMoney } from '../../values/money.ts';
import type { RefundWish } from '../actions/ask-refund.ts';
import { giveBack } from '../actions/give-back.ts';
import { previewRefund } from '../actions/preview-refund.ts';
import { readPayment, type PaymentRead } from '../actions/read-payment.ts';
import { giveBackForm, refundDone, refundForm, type RefundForm } from '../forms/refund.ts';
import { paymentView } from './payment-view.ts';

/** `/admin/payments/<id>`: one payment, what was given back of it, and the forms to give back. */
export function paymentRoutes(ctx: Context, router: Router): void {
  router.get('/admin/payments/:id', async (req, res, next) => {
    if (!isUuid(req.params.id)) return next();
    allow(res, 'read');
    await show(ctx, { req, res });
  });
  router.post('/admin/payments/:id/refund/preview', (req, res) => preview(ctx, { req, res }));
  router.post('/admin/payments/:id/refund', (req, res) => send(ctx, { req, res }));
  router.post('/admin/payments/:id/give-back', (req, res) => giveHeldBack(ctx, { req, res }));
}

interface At {
  req: Request;
  res: Response;
}

interface Wrong {
  problems: readonly Problem[];
  values: Typed;
}

const notices = {
  given: 'The money is on its way back.',
  asked:
    'Stripe has not answered yet. It is asked again by itself until it does; nothing is given back twice.',
  refused: 'Nothing was given back. Why stands below.',
};

async function show(ctx: Context, { req, res }: At, wrong?: Wrong): Promise<void> {
  const read = await paymentOf(ctx, { req, res });
  const query = parse(refundDone, req.query);
  const done = query.ok && wrong === undefined ? query.value.done : null;
  const data = paymentView(ctx, read, {
    locale: res.locals['locale'] as string,
    handlesMoney: may(staffOf(res).role, 'money'),
    decides: may(staffOf(res).role, 'decide'),
  });
  const notice = done === null ? null : notices[done];
  page(res, 'payments/show', { ...data, notice, ...wrong }, wrong === undefined ? 200 : 422);
}

async function paymentOf(ctx: Context, { req, res }: At): Promise<PaymentRead> {
  const id = String(req.params['id']);
  const settings = res.locals['settings'] as Settings;
  const read = isUuid(id) ? await readPayment(ctx.db, id, { settings, now: ctx.now() }) : null;
  if (read === null) throw notFound();
  return read;
}

/** What was typed, as a wish; null where the page was shown again with what is wrong about it. */
async function wishOf(
  ctx: Context,
  at: At,
): Promise<{ wish: RefundWish; form: RefundForm } | null> {
  allow(at.res, 'money');
  const { payment } = await paymentOf(ctx, at);
  const form = parse(refundForm, at.req.body);
  if (!form.ok) {
    if (form.problems.some(({ field }) => field === 'seen' || field === 'key'))
      throw invalid(form.problems);
    await show(ctx, at, form);
    return null;
  }
  const { amount, key, ...rest } = form.value;
  const sum = parseMoney(amount, payment.currency);
  if (sum === null) {
    await show(ctx, at, { problems: [noSum], values: typed(at.req.body) });
    return null;
  }
  const asked = { paymentId: payment.id, formKey: key, by: actorOf(at.res) };
  return { wish: { ...rest, ...asked, amount: sum.amount }, form: form.value };
}

const noSum: Problem = {
  field: 'amount',
  message: 'Enter the sum to give back as a number, such as 140.',
};

/** Runs a deed; what it refuses as invalid is shown on the page of the payment, with all that was typed. */
async function orShow<T>(ctx: Context, at: At, deed: () => Promise<T>): Promise<T | null> {
  try {
    return await deed();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    await show(ctx, at, { problems: error.problems, values: typed(at.req.body) });
    return null;
  }
}

async function preview(ctx: Context, at: At): Promise<void> {
  const typedIn = await wishOf(ctx, at);
  if (typedIn === null) return;
  const { wish, form } = typedIn;
  const found = await orShow(ctx, at, () => previewRefund(ctx, wish));
  if (found === null) return;
  const { payment, licences } = await paymentOf(ctx, at);
  const { note, ...fields } = form;
  page(at.res, 'payments/refund', {
    ...found,
    ...{ id: payment.id, currency: payment.currency, byTransfer: payment.payment_intent === null },
    ...{ note, licences: licences.map(({ number }) => number) },
    hidden: Object.entries(fields).map(([name, value]) => ({ name, value: String(value) })),
  });
}

async function send(ctx: Context, at: At): Promise<void> {
  const typedIn = await wishOf(ctx, at);
  if (typedIn === null) return;
  const made = await orShow(ctx, at, () => giveBack(ctx, typedIn.wish));
  if (made !== null) at.res.redirect(303, doneAt(at, made));
}

/** Money that is held goes back whole, for the reason for which it is held; no licence is touched. */
async function giveHeldBack(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  const { payment } = await paymentOf(ctx, at);
  if (payment.kind === 'primary') throw notFound();
  const form = parse(giveBackForm, at.req.body);
  if (!form.ok) throw invalid(form.problems);
  const { seen } = form.value;
  const made = await orShow(ctx, at, () =>
    giveBack(ctx, {
      ...{ paymentId: payment.id, amount: null, words: '', note: '', bankReference: '' },
      reason: payment.kind === 'duplicate' ? 'duplicate' : 'not_kept',
      // Whoever presses the button on this state of things means the same refund.
      ...{ seen, formKey: `held ${payment.id} ${seen}`, by: actorOf(at.res) },
    }),
  );
  if (made !== null) at.res.redirect(303, doneAt(at, made));
}

function doneAt({ req }: At, { state }: { state: string }): string {
  const done = { requested: 'asked', failed: 'refused', canceled: 'refused' }[state] ?? 'given';
  return `/admin/payments/${String(req.params['id'])}?done=${done}`;
}
