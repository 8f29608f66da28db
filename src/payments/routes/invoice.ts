import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { page, parse, typed, type Parsed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { noBill } from '../../requests/actions/new-request.ts';
import { countriesIn } from '../../values/country.ts';
import { orderInvoice } from '../actions/order-invoice.ts';
import { orderForm, type OrderForm } from '../forms/invoice.ts';
import { ownDocument } from '../store/invoice-page.ts';
import { invoiceView } from './invoice-view.ts';
import { payPageData } from './page-data.ts';
import { answerFailure, pageOf } from './pay-page.ts';

interface At {
  req: Request;
  res: Response;
}

/** What a number of a document is made of; anything else names none. */
const isNumber = /^[\w-]{1,40}$/u;

/** Asking for an invoice behind the pay link, and our own documents as they are shown and printed. */
export function invoiceRoutes(ctx: Context, router: Router): void {
  router.get('/pay/:token/invoice', (req, res) => showForm(ctx, { req, res }));
  router.post('/pay/:token/invoice', (req, res) => order(ctx, { req, res }));

  router.get('/pay/:token/invoices/:number', async (req, res) => {
    const { request } = await pageOf(ctx, req);
    const { number } = req.params;
    const found = isNumber.test(number) ? await ownDocument(ctx.db, request.id, number) : null;
    if (found === null) throw notFound();
    page(res, 'pay/invoice', {
      ...invoiceView(found, res.locals['settings'] as Settings),
      back: `/pay/${req.params.token}`,
    });
  });
}

/** The form; where nothing waits for an invoice, the pay page says what is the matter. */
async function showForm(
  ctx: Context,
  { req, res }: At,
  wrong?: Exclude<Parsed<OrderForm>, { ok: true }>,
): Promise<void> {
  const read = await pageOf(ctx, req);
  const data = payPageData(ctx, res, { read, returned: false });
  if (data.state !== 'due') return res.redirect(303, payPath(req));
  const { language } = res.locals['settings'] as Settings;
  const bill = { ...noBill, ...(read.request.billing as object | null) };
  const shown = {
    ...data,
    bill: { ...bill, legalName: bill.legalName || read.request.organisation },
    countries: countriesIn(language),
  };
  page(res, 'pay/order-invoice', { ...shown, ...wrong }, wrong === undefined ? 200 : 422);
}

async function order(ctx: Context, { req, res }: At): Promise<void> {
  const body = typed(req.body);
  const form = parse(orderForm, { ...(req.body as object), payBy: 'invoice' });
  if (!form.ok) return showForm(ctx, { req, res }, { ...form, values: body });
  const { request } = await pageOf(ctx, req);
  const { ownReference, ...billing } = form.value;
  try {
    const ordered = await orderInvoice(ctx, {
      requestId: request.id,
      bill: { billing, ownReference },
      by: { type: 'payer', id: null, name: billing.legalName },
    });
    res.redirect(303, ordered.kind === 'offer' ? `${payPath(req)}?tax=changed` : payPath(req));
  } catch (error) {
    await answerFailure(ctx, { req, res, error });
  }
}

const payPath = (req: Request): string => `/pay/${String(req.params['token'])}`;
