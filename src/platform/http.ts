import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type Joi from 'joi';
import type { Context } from './context.ts';
import { isDatabaseAway } from './db/away.ts';
import { Refusal, type Problem } from './errors.ts';

export type Typed = Record<string, string | string[]>;
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[]; values: Typed };

/**
 * Checks outside input against a form. On failure: every problem with its field, and what was
 * typed (strings only, so that a form can be shown again without losing anything).
 */
export function parse<T>(schema: Joi.Schema<T>, input: unknown): Parsed<T> {
  const result = schema.validate(input ?? {}, {
    abortEarly: false,
    errors: { wrap: { label: false } },
  });
  if (result.error === undefined) return { ok: true, value: result.value };
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const detail of result.error.details) {
    const field = detail.type === 'object.unknown' ? '' : detail.path.join('.');
    const message =
      detail.type === 'object.unknown'
        ? 'The form holds a field that does not belong to it.'
        : detail.message;
    if (seen.has(field)) continue;
    seen.add(field);
    problems.push({ field, message });
  }
  return { ok: false, problems, values: typed(input) };
}

/** What was typed, as strings; anything else is left out. */
export function typed(input: unknown): Typed {
  if (typeof input !== 'object' || input === null) return {};
  const values = Object.entries(input).flatMap(([name, value]): [string, string | string[]][] => {
    if (typeof value === 'string') return [[name, value]];
    return Array.isArray(value) ? [[name, value.filter((part) => typeof part === 'string')]] : [];
  });
  // Not by assignment, which would let a field called __proto__ change what the others inherit.
  return Object.fromEntries(values);
}

/** Whether a machine asked: JSON is preferred over HTML. */
export function wantsJson(req: Request): boolean {
  return req.accepts(['html', 'json']) === 'json';
}

/** Whether our own script asks for a part of a page. */
export function wantsFragment(req: Request): boolean {
  return req.get('X-Fragment') === '1';
}

/** Renders a view with the data every page has (res.locals, see security.ts and app.ts). */
export function page(res: Response, view: string, data: object, status = 200): void {
  const ctx = contextOf(res);
  const common = { problems: [], values: {}, notice: null, reference: null };
  res
    .status(status)
    .type('html')
    .send(ctx.views.render(view, { ...common, ...res.locals, ...data }));
}

/** RFC 9457 problem details with our stable code. */
export function problemJson(res: Response, refusal: Refusal): void {
  res
    .status(refusal.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `${contextOf(res).links.baseUrl}/problems/${refusal.code}`,
        title: refusal.code,
        status: refusal.status,
        errors: refusal.problems.map((problem) => ({
          pointer: `/${problem.field}`,
          detail: problem.message,
        })),
      }),
    );
}

/** The context of the running application, for code that only holds a response. */
function contextOf(res: Response): Context {
  return res.app.locals['context'] as Context;
}

/**
 * Headers of pages behind a secret link: never cached, never told to other sites. On plain http to another
 * machine browsers send no Sec-Fetch-Site, and with no-referrer no Origin either, so that nobody could tell
 * our own buttons from a foreign page's: there the referrer stays within the site.
 */
export const secretPage: RequestHandler = (_req, res, next) => {
  const { protocol, hostname } = new URL(contextOf(res).links.baseUrl);
  const trustworthy =
    protocol === 'https:' || /^((?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  res.set({
    'Cache-Control': 'no-store',
    'Referrer-Policy': trustworthy ? 'no-referrer' : 'same-origin',
    'X-Robots-Tag': 'noindex',
  });
  next();
};

/** The last route: nothing was there. */
export const nothingHere: RequestHandler = () => {
  throw new Refusal('not_found', 'not_found');
};

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const status = (error as { status?: unknown } | null)?.status;
  const type = (error as { type?: unknown } | null)?.type;
  if (type === 'entity.too.large')
    return new Refusal('invalid', 'too_large', [
      { field: '', message: 'What was sent is too large.' },
    ]);
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Refusal('invalid', 'malformed');
  return null;
}

function answer(req: Request, res: Response, refusal: Refusal): void {
  if (wantsJson(req)) problemJson(res, refusal);
  else if (hasNoPage(res)) res.status(refusal.status).type('text').send(`${refusal.code}\n`);
  else
    page(
      res,
      `errors/${refusal.status}`,
      { problems: refusal.problems, code: refusal.code },
      refusal.status,
    );
}

/** What goes wrong before the masthead was read cannot be told on a page of ours. */
const hasNoPage = (res: Response): boolean => res.locals['site'] === undefined;

function answerFault(req: Request, res: Response, status: 500 | 503, reference: string): void {
  if (status === 503) res.set('Retry-After', '5');
  const title = status === 503 ? 'unavailable' : 'fault';
  if (!wantsJson(req) && hasNoPage(res))
    return void res.status(status).type('text').send(`${title} ${reference}\n`);
  if (!wantsJson(req)) return page(res, `errors/${status}`, { reference }, status);
  const body = { type: 'about:blank', title, status, instance: reference };
  res.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/** Turns refusals into pages or problem details; everything else is logged once with a reference. */
export function errorHandler(ctx: Context): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const refusal = refusalOf(error);
    if (refusal !== null && !res.headersSent) return answer(req, res, refusal);
    const reference = ctx.newId().slice(-12);
    // Said as such, so that people and machines try again.
    const status = isDatabaseAway(error) ? 503 : 500;
    ctx.log.error({ err: error, reference, method: req.method, status }, 'fault');
    // Half an answer must not look like a whole one.
    if (res.headersSent) return void res.destroy();
    answerFault(req, res, status, reference);
  };
}
