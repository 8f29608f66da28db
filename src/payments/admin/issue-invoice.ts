import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { forbidden, notFound, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { noBill } from '../../requests/actions/new-request.ts';
import { requestById, type RequestRow } from '../../requests/actions/read.ts';
import { actorOf, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { orderInvoice } from '../actions/order-invoice.ts';
import { orderForm } from '../forms/invoice.ts';
import { openInvoice } from '../store/invoices.ts';
import { awaitedPayment } from '../store/desk.ts';
import { countriesIn } from '../../values/country.ts';
import { wrongOf } from './invoices.ts';

interface At {
  req: Request;
  res: Response;
}

/** `/admin/payments/invoice/<request>`: staff put an accepted request on an invoice. */
export function issueRoutes(ctx: Context, router: Router): void {
  router.get('/admin/payments/invoice/:requestId', (req, res) => show(ctx, { req, res }));
  router.post('/admin/payments/invoice/:requestId', (req, res) => issue(ctx, { req, res }));
}

/** Those who decide on requests agree with republishers how they pay, and finance sends the invoices. */
function allowed({ res }: At): void {
  const { role } = staffOf(res);
  if (!may(role, 'money') && !may(role, 'decide')) throw forbidden();
}

async function requestOf(ctx: Context, { req }: At): Promise<RequestRow> {
  const id = String(req.params['requestId']);
  const request = isUuid(id) ? await requestById(ctx.db, id) : null;
  if (request === null) throw notFound();
  return request;
}

async function show(
  ctx: Context,
  at: At,
  wrong?: { problems: readonly Problem[]; values: Typed; status?: number },
): Promise<void> {
  allowed(at);
  const request = await requestOf(ctx, at);
  const open = await openInvoice(ctx.db, request.id);
  if (open !== null) return at.res.redirect(303, `/admin/payments/invoices/${open.id}`);
  const awaited = await awaitedPayment(ctx.db, request.id);
  if (awaited === null) throw notFound();
  const bill = { ...noBill, ...(request.billing as object | null) };
  const data = {
    ...{ request, awaited, ownReference: request.own_reference },
    bill: { ...bill, legalName: bill.legalName || request.organisation },
    countries: countriesIn(at.res.locals['locale'] as string),
  };
  const status = wrong === undefined ? 200 : (wrong.status ?? 422);
  page(at.res, 'payments/issue-invoice', { ...data, ...wrong }, status);
}

async function issue(ctx: Context, at: At): Promise<void> {
  allowed(at);
  const { id } = await requestOf(ctx, at);
  const form = parse(orderForm, { ...(at.req.body as object), payBy: 'invoice' });
  if (!form.ok) return show(ctx, at, { ...form, values: typed(at.req.body) });
  const { ownReference, ...billing } = form.value;
  const bill = { billing, ownReference };
  try {
    const ordered = await orderInvoice(ctx, { requestId: id, bill, by: actorOf(at.res) });
    const to =
      ordered.kind === 'offer'
        ? `/admin/requests/${id}`
        : `/admin/payments/invoices/${ordered.invoice.id}?done=issued`;
    at.res.redirect(303, to);
  } catch (error) {
    const wrong = wrongOf(error);
    if (wrong === null) throw error;
    await show(ctx, at, { ...wrong, values: typed(at.req.body) });
  }
}
