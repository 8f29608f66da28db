import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Typed } from '../../platform/http.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { dropDraft, publishTariff, tariffOf } from '../actions.ts';
import { readTariff } from '../forms/check-tariff.ts';
import { publishForm, type PublishForm } from '../forms/publish.ts';
import { tariffChanges, type ChangedPart } from '../rules/editor-changes.ts';
import { effectOf, type AskedLately } from '../rules/editor-effect.ts';
import type { Tariff, TariffData } from '../rules/tariff.ts';
import { tariffByVersion } from '../store.ts';
import type { Onward } from './edit.ts';
import { effectView } from './effect-view.ts';
import { newestTariff, speakOf } from './speak.ts';
import { tryOut } from './try-out.ts';

/**
 * The last requests with their articles' facts. Pricing stands before articles and requests in the
 * line, so the application hands this reader in from a part that may see both.
 */
export type ReadAskedLately = (limit: number) => Promise<AskedLately[]>;

const requestsLookedAt = 50;

/** What every page of this file is made with. */
interface Desk {
  ctx: Context;
  askedLately: ReadAskedLately;
}

/** What a version would change and what it would have answered lately; from there it is published. */
export function checkPages(desk: Desk): Router {
  return Router()
    .post('/admin/tariffs/check', (req, res) => lookAgain(desk, req, res))
    .post('/admin/tariffs', (req, res) => publish(desk, req, res));
}

/** The page that follows an editor without mistakes. */
export function onward(desk: Desk): Onward {
  return (res, { data, work }) => {
    const { basedOn, note, effectiveFrom } = work;
    return checkPage(desk, res, { data, basedOn, values: { note, effectiveFrom } });
  };
}

/** The same page with an answer of the panel for trying out. */
async function lookAgain(desk: Desk, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const values = typed(req.body);
  const read = readTariff(String(values['data'] ?? ''));
  if (!read.ok) return refuse(desk, res, { problems: read.problems, values });
  await checkPage(desk, res, { data: read.data, basedOn: Number(values['basedOn']) || 0, values });
}

async function publish(desk: Desk, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const { ctx } = desk;
  const values = typed(req.body);
  const form = parse(publishForm, picked(values));
  const read = readTariff(String(values['data'] ?? ''));
  if (!read.ok) {
    const problems = [...(form.ok ? [] : form.problems), ...read.problems];
    return refuse(desk, res, { problems, values });
  }
  const basedOn = Number(values['basedOn']) || 0;
  const { data } = read;
  if (!form.ok) return checkPage(desk, res, { data, basedOn, values, problems: form.problems });
  try {
    await ctx.transaction(async (tx) => {
      await publishTariff(tx, { ...newVersion(form.value, data), by: actorOf(res) });
      await dropDraft(tx, staffOf(res).id);
    });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'tariff_changed')) throw error;
    return checkPage(desk, res, { data, basedOn, values, problems: [overtaken], status: 409 });
  }
  res.redirect(303, '/admin/tariffs');
}

/** The form also holds the panel's questions, which are no part of a version. */
function picked({ data, note, basedOn, effectiveFrom }: Typed): Typed {
  const fields = Object.entries({ data, note, basedOn, effectiveFrom });
  return Object.fromEntries(
    fields.filter((field): field is [string, string | string[]] => field[1] !== undefined),
  );
}

function newVersion({ note, basedOn, effectiveFrom }: PublishForm, data: TariffData) {
  const begins = effectiveFrom === null ? null : new Date(`${effectiveFrom}T00:00:00Z`);
  return { data, note, basedOn, effectiveFrom: begins };
}

const overtaken: Problem = {
  field: '',
  message:
    'Somebody published another version meanwhile. Look at it, then publish yours on top of it or drop it.',
};

/** Text that is no tariff, which only the JSON view can show. */
async function refuse(
  { ctx }: Desk,
  res: Response,
  { problems, values }: { problems: readonly Problem[]; values: Typed },
): Promise<void> {
  const newest = await newestTariff(ctx);
  const { data = '', note = '', effectiveFrom = '' } = values;
  const basedOn = Number(values['basedOn']) || newest.version;
  page(
    res,
    'pricing/edit',
    {
      ...{ basedOn, text: data, note, effectiveFrom, overtaken: null, parts: null },
      ...{ base: String(basedOn), problems },
    },
    422,
  );
}

interface Checked {
  data: TariffData;
  basedOn: number;
  values: Typed;
  problems?: readonly Problem[];
  status?: number;
}

async function checkPage(desk: Desk, res: Response, checked: Checked): Promise<void> {
  const { ctx } = desk;
  const { data, basedOn, values, problems = [], status = 422 } = checked;
  const speak = speakOf(ctx, res);
  const newest = await newestTariff(ctx);
  const next: Tariff = { ...data, version: newest.version + 1 };
  const panel = tryOut(next, values, speak);
  const all = [...problems, ...panel.problems];
  const effect = effectOf(newest, next, await desk.askedLately(requestsLookedAt));
  page(
    res,
    'pricing/check',
    {
      tariffText: JSON.stringify(data),
      // On top of what is newest now: whoever was overtaken sees it here and decides.
      basedOn: newest.version,
      newest: String(newest.version),
      changes: tariffChanges(newest, next, speak),
      theirs: await theirs(desk, res, { basedOn, newest, data }),
      effect: effectView(effect, speak),
      panel,
      values: { ...panel.values, ...values },
      problems: all,
    },
    all.length === 0 ? 200 : status,
  );
}

interface Overtaken {
  base: string;
  theirs: ChangedPart[];
  yours: ChangedPart[];
  by: string;
  note: string;
}

/** What others changed since the version that was edited, beside what was changed here; null where nobody did. */
async function theirs(
  { ctx }: Desk,
  res: Response,
  { basedOn, newest, data }: { basedOn: number; newest: Tariff; data: TariffData },
): Promise<Overtaken | null> {
  if (basedOn >= newest.version) return null;
  const speak = speakOf(ctx, res);
  const row = await tariffByVersion(ctx.db, basedOn);
  const latest = await tariffByVersion(ctx.db, newest.version);
  if (row === null || latest === null) return null;
  const base = tariffOf(row);
  return {
    base: String(basedOn),
    theirs: tariffChanges(base, newest, speak),
    yours: tariffChanges(base, data, speak),
    by: latest.created_by,
    note: latest.note,
  };
}
