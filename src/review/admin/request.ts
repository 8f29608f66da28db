import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Settings } from '../../platform/settings.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { decide, type Decision } from '../actions/decide.ts';
import { previewDecision } from '../actions/preview.ts';
import { readDossier, requestFile } from '../actions/read-request.ts';
import { decisionForm, type DecisionForm } from '../forms.ts';
import { speakOf } from './queue.ts';
import { decisionForms } from './decision-forms.ts';
import { requestPage } from './request-page.ts';
import { whoAsksPage } from './who-asks.ts';

/** One request on one screen: what they want, what the tariff says, the history, and what can be decided. */
export function requestRoutes(ctx: Context, router: Router): void {
  router.get('/admin/requests/:id', async (req, res) => {
    allow(res, 'read');
    await showRequest(ctx, { req, res });
  });
  router.post('/admin/requests/:id/preview', (req, res) => preview(ctx, { req, res }));
  router.post('/admin/requests/:id/decide', (req, res) => send(ctx, { req, res }));
  router.get('/admin/requests/:id/files/:file', (req, res) => download(ctx, { req, res }));
}

export interface At {
  req: Request;
  res: Response;
}

export interface Wrong {
  problems: readonly Problem[];
  values: Typed;
  status?: number;
}

/** Shows the page of a request; `wrong` is what was typed into one of its forms, with what is wrong about it. */
export async function showRequest(ctx: Context, { req, res }: At, wrong?: Wrong): Promise<void> {
  const dossier = await readDossier(ctx.db, idOf(req, 'id'), ctx.now());
  if (dossier === null) throw notFound();
  const { timeZone } = res.locals['settings'] as Settings;
  const look = { dossier, speak: speakOf(ctx, res), now: ctx.now(), timeZone };
  const { role } = staffOf(res);
  const rights = {
    decide: may(role, 'decide'),
    money: may(role, 'money'),
    price: may(role, 'price'),
  };
  const data = {
    ...requestPage(look),
    ...whoAsksPage(look, rights),
    ...decisionForms(look, rights),
    messageKey: ctx.newToken(),
    ...wrong,
  };
  const notice = notices.get(String(req.query['done'])) ?? null;
  page(res, 'review/request', { ...data, notice }, wrong?.status ?? (wrong ? 422 : 200));
}

const notices = new Map([
  ['decided', 'Decided. The letter is on its way.'],
  ['proof', 'The proof is accepted.'],
  ['left_out', 'The article is left out. What remains is answered anew.'],
  ['taken_in', 'The article is in the request again. The answers are worked out anew.'],
  ['requoted', 'The answer is worked out by what is known today.'],
]);

/** The id in the address; what is none leads nowhere. */
export function idOf(req: Request, name: string): string {
  const id = String(req.params[name]);
  if (!isUuid(id)) throw notFound();
  return id;
}

/** What was decided, or the page again with what is wrong about it. */
async function decisionOf(ctx: Context, at: At): Promise<Decision | null> {
  allow(at.res, 'decide');
  const form = parse(decisionForm, at.req.body);
  if (form.ok) return asDecision(form.value);
  if (form.problems.some(({ field }) => field === 'version' || field === 'verb'))
    throw invalid(form.problems);
  await showRequest(ctx, at, form);
  return null;
}

function asDecision({ amount, ...form }: DecisionForm): Decision {
  return { ...form, amounts: amount };
}

const usedUp: Problem = {
  field: '',
  message:
    'The allowance that was to pay for this has nothing left any more, or has ended. Work out the answer anew, then decide.',
};

/**
 * Runs a deed; what it refuses as invalid is shown on the page of the request, with all that was typed, and so is an
 * allowance that somebody else used up meanwhile.
 */
export async function orShow<T>(ctx: Context, at: At, deed: () => Promise<T>): Promise<T | null> {
  try {
    return await deed();
  } catch (error) {
    const values = typed(at.req.body);
    if (error instanceof Refusal && error.code === 'allowance_used_up')
      await showRequest(ctx, at, { problems: [usedUp], values, status: error.status });
    else if (error instanceof Refusal && error.kind === 'invalid')
      await showRequest(ctx, at, { problems: error.problems, values });
    else throw error;
    return null;
  }
}

async function preview(ctx: Context, at: At): Promise<void> {
  const decision = await decisionOf(ctx, at);
  if (decision === null) return;
  const id = idOf(at.req, 'id');
  const by = actorOf(at.res);
  const letter = await orShow(ctx, at, () => previewDecision(ctx, id, { decision, by }));
  if (letter === null) return;
  const { note, verb, amounts } = decision;
  const fields = Object.entries({
    ...{ verb, version: decision.version },
    ...{ reason: decision.reason ?? '', alternative: decision.alternative, key: decision.key },
    ...{ waiver: decision.waiver ?? '', waiverWords: decision.waiverWords },
  }).filter(([, value]) => value !== '');
  page(at.res, 'review/preview', {
    ...{ id, verb, letter, note },
    hidden: [
      ...fields.map(([name, value]) => ({ name, value: String(value) })),
      ...amounts.map((value) => ({ name: 'amount', value })),
    ],
  });
}

async function send(ctx: Context, at: At): Promise<void> {
  const decision = await decisionOf(ctx, at);
  if (decision === null) return;
  const id = idOf(at.req, 'id');
  const by = actorOf(at.res);
  const done = await orShow(ctx, at, async () => {
    await decide(ctx, id, { decision, by });
    return true;
  });
  if (done === true) at.res.redirect(303, `/admin/requests/${id}?done=decided`);
}

/** Files of strangers are only ever downloaded, never shown by the browser. */
async function download(ctx: Context, { req, res }: At): Promise<void> {
  allow(res, 'read');
  const file = await requestFile(ctx.db, idOf(req, 'id'), idOf(req, 'file'));
  if (file === null) throw notFound();
  res.attachment(file.name).type(file.media_type);
  res.set('Content-Security-Policy', 'sandbox').send(Buffer.from(file.bytes));
}
