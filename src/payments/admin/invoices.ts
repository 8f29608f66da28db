import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { conflict, invalid, notFound, Refusal } from '../../platform/errors.ts';
import type { Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Parsed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Settings } from '../../platform/settings.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { parseMoney } from '../../values/money.ts';
import { cancelInvoice } from '../actions/cancel-invoice.ts';
import { correctInvoice } from '../actions/correct-invoice.ts';
import { payInvoice } from '../actions/pay-invoice.ts';
import { readInvoice, type InvoiceRead } from '../actions/read-invoice.ts';
import { sendInvoiceAgain } from '../actions/send-invoice-again.ts';
import { writeOffInvoice } from '../actions/write-off-invoice.ts';
import * as forms from '../forms/invoice.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { invoicePage } from './invoice-page.ts';

/** `/admin/payments/invoices/<id>`: a document, and what finance does with an invoice. */
export function invoiceRoutes(ctx: Context, router: Router): void {
  const path = '/admin/payments/invoices/:id';
  router.get(path, async (req, res) => {
    allow(res, 'read');
    await show(ctx, { req, res });
  });
  router.post(`${path}/paid`, (req, res) => pay(ctx, { req, res }));
  router.post(`${path}/cancel`, (req, res) => cancel(ctx, { req, res }));
  router.post(`${path}/write-off`, (req, res) => writeOff(ctx, { req, res }));
  router.post(`${path}/correct`, (req, res) => correct(ctx, { req, res }));
  router.post(`${path}/send`, (req, res) => sendAgain(ctx, { req, res }));
}

interface At {
  req: Request;
  res: Response;
}

interface Wrong {
  problems: readonly Problem[];
  values: Typed;
  status?: number;
}

async function show(ctx: Context, { req, res }: At, wrong?: Wrong): Promise<void> {
  const read = await invoiceOf(ctx, req);
  const query = parse(forms.invoiceDone, req.query);
  const done = query.ok && wrong === undefined ? query.value.done : null;
  const data = invoicePage(ctx, read, {
    settings: res.locals['settings'] as Settings,
    locale: res.locals['locale'] as string,
    handlesMoney: may(staffOf(res).role, 'money'),
  });
  const notice = done === null ? null : forms.invoiceNotices[done];
  const status = wrong === undefined ? 200 : (wrong.status ?? 422);
  page(res, 'payments/invoice', { ...data, notice, ...wrong }, status);
}

async function invoiceOf(ctx: Context, req: Request): Promise<InvoiceRead> {
  const id = String(req.params['id']);
  const read = isUuid(id) ? await readInvoice(ctx.db, id) : null;
  if (read === null) throw notFound();
  return read;
}

/**
 * Reads a form and runs its deed; what either refuses as invalid is shown on the page with all that was typed. A form
 * that is not whole was not made by our page.
 */
async function run<T extends { seen: string | number }>(
  ctx: Context,
  at: At,
  { form, deed }: { form: Parsed<T>; deed: (value: T, read: InvoiceRead) => Promise<string> },
): Promise<void> {
  const read = await invoiceOf(ctx, at.req);
  const values = typed(at.req.body);
  if (!form.ok) {
    if (form.problems.some(({ field }) => field === 'seen')) throw invalid(form.problems);
    return show(ctx, at, { problems: form.problems, values });
  }
  try {
    const to = await deed(form.value, read);
    at.res.redirect(303, to);
  } catch (error) {
    const wrong = wrongOf(error);
    if (wrong === null) throw error;
    await show(ctx, at, { ...wrong, values });
  }
}

/** What a page says of something that was refused or could not be done; null where that is none of its business. */
export function wrongOf(error: unknown): Omit<Wrong, 'values'> | null {
  if (error instanceof Refusal && error.kind === 'invalid') return { problems: error.problems };
  if (error instanceof CheckoutFailure) return { problems: [away], status: 503 };
  return null;
}

const away: Problem = {
  field: '',
  message: 'Stripe does not answer just now. Nothing is lost: try again in a minute.',
};

const donePath = (id: string, done: keyof typeof forms.invoiceNotices): string =>
  `/admin/payments/invoices/${id}?done=${done}`;

/** Nothing is done on the word of a page that shows how things were; what is done already is done. */
function asSeen({ invoice }: InvoiceRead, seen: string, done: string): void {
  if (invoice.state !== seen && invoice.state !== done) throw conflict('already_changed');
}

async function pay(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  await run(ctx, at, {
    form: parse(forms.paidForm, at.req.body),
    deed: async ({ seen, amount, bankReference }, read) => {
      const { id, currency } = read.invoice;
      asSeen(read, seen, 'paid');
      const sum = parseMoney(amount, currency);
      if (sum === null) throw invalid([noSum]);
      const locale = at.res.locals['locale'] as string;
      const seenPayment = { amount: sum.amount, bankReference, locale, by: actorOf(at.res) };
      await payInvoice(ctx, { invoiceId: id, ...seenPayment });
      return donePath(id, 'paid');
    },
  });
}

const noSum: Problem = {
  field: 'amount',
  message: 'Enter the sum that came in as a number, such as 140.',
};

async function cancel(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  await run(ctx, at, {
    form: parse(forms.cancelForm, at.req.body),
    deed: async ({ seen, whyCancelled: why }, read) => {
      asSeen(read, seen, 'cancelled');
      await cancelInvoice(ctx, read.invoice.id, { why, by: actorOf(at.res) });
      return donePath(read.invoice.id, 'cancelled');
    },
  });
}

async function writeOff(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  await run(ctx, at, {
    form: parse(forms.writeOffForm, at.req.body),
    deed: async ({ seen, whyWrittenOff: why }, read) => {
      asSeen(read, seen, 'written_off');
      await writeOffInvoice(ctx, read.invoice.id, { why, by: actorOf(at.res) });
      return donePath(read.invoice.id, 'written_off');
    },
  });
}

async function correct(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  await run(ctx, at, {
    form: parse(forms.correctForm, { ...(at.req.body as object), payBy: 'invoice' }),
    deed: async ({ seen, whyCorrected: why, ownReference, ...billing }, read) => {
      asSeen(read, seen, 'cancelled');
      const bill = { billing, ownReference };
      const { id } = read.invoice;
      const issued = await correctInvoice(ctx, { invoiceId: id, bill, why, by: actorOf(at.res) });
      return issued === null ? donePath(id, 'offered') : donePath(issued.id, 'corrected');
    },
  });
}

async function sendAgain(ctx: Context, at: At): Promise<void> {
  allow(at.res, 'money');
  await run(ctx, at, {
    form: parse(forms.againForm, at.req.body),
    deed: async ({ seen }, { invoice }) => {
      await sendInvoiceAgain(ctx, invoice.id, { seen, by: actorOf(at.res) });
      return donePath(invoice.id, 'sent');
    },
  });
}
