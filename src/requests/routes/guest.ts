import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { parse, secretPage, typed } from '../../platform/http.ts';
import { acceptOffer } from '../actions/accept-offer.ts';
import { currentOffer, type RequestRow } from '../actions/read.ts';
import { readRequestPage, requestOfToken } from '../actions/read-page.ts';
import { reply } from '../actions/talk.ts';
import { verifyEmail } from '../actions/verify-email.ts';
import { withdraw } from '../actions/withdraw.ts';
import { acceptForm, replyForm, verifyForm, withdrawForm } from '../forms/guest.ts';
import { showGuestPage, type Problems } from './guest-page.ts';
import { buttonWords, type Speak } from '../rules/words.ts';
import { speakOf } from './ask-page.ts';
import type { RequestLimits } from './limits.ts';
import { filesIn, readUpload } from './upload.ts';

type Handler = (at: { req: Request; res: Response; request: RequestRow }) => Promise<void>;

/** What the part of payments does for a request. */
export interface Payments {
  /** Closes its payment page; who paid in the meantime has paid. */
  closePage(requestId: string): Promise<void>;
  /** Writes the invoice that was wished for. A job does the same, should this come to nothing. */
  orderInvoice(requestId: string): Promise<void>;
}

/** The guest's page of a request behind its secret link, and every step that is taken there. */
export function guestRoutes(ctx: Context, limits: RequestLimits, payments: Payments): Router {
  const router = Router();
  const found =
    (handle: Handler) =>
    async (req: Request, res: Response): Promise<void> => {
      const hash = ctx.links.hash(String(req.params['token']));
      const request = await requestOfToken(ctx.db, hash);
      if (request === null) throw notFound();
      await handle({ req, res, request });
    };
  router.use('/requests/:token', secretPage);
  router.get(
    '/requests/:token',
    found(({ req, res, request }) => show(ctx, { req, res, request })),
  );
  router.post(
    '/requests/:token/verify',
    found((at) => verify(ctx, at)),
  );
  router.post(
    '/requests/:token/reply',
    found((at) => sendReply(ctx, limits, at)),
  );
  router.post(
    '/requests/:token/withdraw',
    found((at) => takeBack(ctx, payments, at)),
  );
  router.post(
    '/requests/:token/accept',
    found((at) => accept(ctx, payments, at)),
  );
  return router;
}

type At = Parameters<Handler>[0];

async function show(
  ctx: Context,
  { req, res, request }: At,
  wrong: Problems = { problems: [], values: {} },
): Promise<void> {
  const given = req.query['verify'];
  const verify =
    typeof given === 'string' && ctx.links.sameToken('verify', request.id, given) ? given : null;
  const read = await readRequestPage(ctx.db, request, ctx.now());
  showGuestPage(ctx, res, { read, token: String(req.params['token']), verify, wrong });
}

const back = ({ req, res }: At): void =>
  res.redirect(303, `/requests/${String(req.params['token'])}`);

async function verify(ctx: Context, at: At): Promise<void> {
  const form = parse(verifyForm, at.req.body);
  if (!form.ok) throw invalid(form.problems);
  if (!ctx.links.sameToken('verify', at.request.id, form.value.verify)) throw notFound();
  await verifyEmail(ctx, at.request.id);
  back(at);
}

async function sendReply(ctx: Context, limits: RequestLimits, at: At): Promise<void> {
  // Only now: nobody without the link may make us read files.
  await new Promise((read) => readUpload(at.req, at.res, read));
  const form = parse(replyForm, at.req.body);
  const { files, problems } = filesIn(at.req);
  const values = typed(at.req.body);
  if (!form.ok || problems.length > 0)
    return show(ctx, at, { problems: [...(form.ok ? [] : form.problems), ...problems], values });
  const wait = await limits.messages(at.request.id);
  if (wait > 0) return show(ctx, at, { problems: [tooMany(wait)], values, status: 429 });
  const { messageKey: key, message } = form.value;
  const refused = await refusalOf(() => reply(ctx, at.request.id, { key, message, files }));
  if (refused !== null) return show(ctx, at, { problems: refused.problems, values });
  back(at);
}

/** What was refused as invalid, to be shown on the page; null where nothing was. */
async function refusalOf(deed: () => Promise<void>): Promise<Refusal | null> {
  try {
    await deed();
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'invalid') return error;
    throw error;
  }
}

const tooMany = (minutes: number): Problem => ({
  field: 'message',
  message:
    'You sent many messages within the hour. Wait {minutes, plural, one {# minute} other {# minutes}} and send this one again: it is still here.',
  params: { minutes },
});

async function takeBack(ctx: Context, { closePage }: Payments, at: At): Promise<void> {
  const form = parse(withdrawForm, at.req.body);
  if (!form.ok) return show(ctx, at, form);
  if (at.request.state === 'accepted') await closePage(at.request.id);
  await withdraw(ctx, at.request.id, form.value.reason);
  back(at);
}

async function accept(ctx: Context, { orderInvoice }: Payments, at: At): Promise<void> {
  const { req, res, request } = at;
  const form = parse(acceptForm, req.body);
  if (!form.ok) return show(ctx, at, form);
  const asked = Object.hasOwn(req.body as object, 'legalName');
  const { offerVersion } = form.value;
  const offer = await acceptOffer(ctx, request.id, {
    offerVersion,
    address: req.ip ?? '',
    agent: (req.get('User-Agent') ?? '').slice(0, 400),
    button: await buttonOf(ctx, request, speakOf(ctx, res)),
    billing: asked ? form.value : null,
  });
  // The bill made another sum of it: that is shown, and accepted or not.
  if (offer.version !== offerVersion)
    return res.redirect(303, `/requests/${String(req.params['token'])}#offer`);
  const billing = (asked ? form.value : request.billing) as { payBy?: string } | null;
  if (billing?.payBy === 'invoice') await orderInvoice(request.id);
  res.redirect(303, `/pay/${ctx.links.token('pay', request.id)}`);
}

/** What the button said: written anew from the offer in force, which acceptOffer compares with the page's. */
async function buttonOf(ctx: Context, request: RequestRow, speak: Speak): Promise<string> {
  const offer = await currentOffer(ctx.db, request.id);
  return offer === null ? '' : buttonWords(offer, speak);
}
