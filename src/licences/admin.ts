import { Router, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound, type Problem } from '../platform/errors.ts';
import { page, parse, type Typed } from '../platform/http.ts';
import { isUuid } from '../platform/ids.ts';
import { actorOf, allow, staffOf } from '../staff/guard.ts';
import { may } from '../staff/rules.ts';
import { changeLicence, type LicenceRow } from './actions.ts';
import { changeForm, listQuery } from './forms.ts';
import { givesUse, isValid, licenceStates, verbsFrom } from './rules/life.ts';
import { picturesInWords } from './rules/pictures.ts';
import { isCalledBack } from './store/called-back.ts';
import { historyOf, licenceById, licencesPage } from './store/licences.ts';

const pageSize = 50;

/** The desk's list of licences and the page of one, with the changes that are possible now. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();
  router.get('/admin/licences', async (req, res) => {
    allow(res, 'read');
    const query = parse(listQuery, req.query);
    const { state, after } = query.ok ? query.value : { state: null, after: null };
    const rows = await licencesPage(ctx.db, { state, after, limit: pageSize + 1 });
    const licences = rows.slice(0, pageSize).map((licence) => ({
      ...licence,
      valid: isValid(licence, ctx.now()),
    }));
    const last = rows.length > pageSize ? licences.at(-1) : undefined;
    const filter = state === null ? '' : `state=${state}&`;
    page(res, 'licences/list', {
      licences,
      state,
      states: licenceStates,
      newer: after === null ? null : `/admin/licences?${filter}`.replace(/[?&]$/, ''),
      older: last === undefined ? null : `/admin/licences?${filter}after=${last.id}`,
    });
  });
  router.get('/admin/licences/:id', async (req, res) => {
    allow(res, 'read');
    await show(ctx, res, await licenceOf(ctx, req.params.id));
  });
  router.post('/admin/licences/:id', async (req, res) => {
    allow(res, 'decide');
    const licence = await licenceOf(ctx, req.params.id);
    const parsed = parse(changeForm, req.body);
    if (!parsed.ok) return show(ctx, res, licence, parsed);
    await changeLicence(ctx, licence.id, { ...parsed.value, by: actorOf(res) });
    res.redirect(303, `/admin/licences/${licence.id}`);
  });
  return router;
}

async function licenceOf(ctx: Context, id: string): Promise<LicenceRow> {
  const licence = isUuid(id) ? await licenceById(ctx.db, id) : null;
  if (licence === null) throw notFound();
  return licence;
}

async function show(
  ctx: Context,
  res: Response,
  licence: LicenceRow,
  failed: { problems: Problem[]; values: Typed } = { problems: [], values: {} },
): Promise<void> {
  const { pictures } = licence.permission;
  const disputed = await isCalledBack(ctx.db, licence.request_id);
  const data = {
    licence,
    permission: licence.permission,
    pictures: pictures === undefined ? null : picturesInWords(pictures, licence.credit.language),
    valid: isValid(licence, ctx.now()),
    verbs: verbsFrom(licence.state).filter((verb) => !(disputed && givesUse(verb))),
    disputed,
    history: await historyOf(ctx.db, licence.id),
    // The licensee's own link: with it one may also write in their place.
    pageAddress: may(staffOf(res).role, 'decide')
      ? `/licences/${ctx.links.token('licence', licence.id)}`
      : null,
  };
  page(res, 'licences/desk', { ...data, ...failed }, failed.problems.length === 0 ? 200 : 422);
}
