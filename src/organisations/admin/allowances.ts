import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { page, parse, typed } from '../../platform/http.ts';
import { mediumNames, useNames } from '../../pricing/rules/names.ts';
import type { When } from '../../pricing/rules/tariff.ts';
import { media, useKinds } from '../../pricing/rules/use.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { dayOf } from '../../values/period.ts';
import { editAllowance, endAllowance, grantAllowance } from '../actions/allowances.ts';
import { allowanceForm, type AllowanceForm } from '../forms/allowance.ts';
import { endForm } from '../forms/proof.ts';
import { fieldsFrom } from '../rules/conditions.ts';
import { allowancePeriods, periodNames } from '../rules/periods.ts';
import { allowanceOf } from '../store/allowances.ts';
import { organisationById } from '../store/organisations.ts';
import { idIn, speakOf, wrongOf, type Wrong } from './speak.ts';

/** Giving an organisation an allowance, changing and ending it. */
export function allowanceRoutes(ctx: Context, router: Router): void {
  router.get('/admin/organisations/:id/allowances/new', async (req, res) => {
    allow(res, 'price');
    await showForm(ctx, res, { organisationId: idIn(req, 'id'), id: null });
  });

  router.post('/admin/organisations/:id/allowances', async (req, res) => {
    allow(res, 'price');
    const organisationId = idIn(req, 'id');
    const form = parse(allowanceForm, req.body);
    const which = { organisationId, id: null };
    if (!form.ok) return showForm(ctx, res, which, form);
    const { period, startsOn } = form.value;
    if (period === null || startsOn === null) throw notFound();
    const given = { ...form.value, period, startsOn };
    await grantAllowance(ctx, organisationId, { given, by: actorOf(res) });
    res.redirect(303, `/admin/organisations/${organisationId}#allowances`);
  });

  router.get('/admin/organisations/:id/allowances/:allowance', async (req, res) => {
    allow(res, 'price');
    await showForm(ctx, res, { organisationId: idIn(req, 'id'), id: idIn(req, 'allowance') });
  });

  router.post('/admin/organisations/:id/allowances/:allowance', (req, res) => save(ctx, req, res));

  router.post('/admin/organisations/:id/allowances/:allowance/end', async (req, res) => {
    allow(res, 'price');
    const [organisationId, id] = [idIn(req, 'id'), idIn(req, 'allowance')];
    const form = parse(endForm, req.body);
    if (!form.ok) throw invalid(form.problems);
    await endAllowance(
      ctx,
      { organisationId, id },
      { reason: form.value.reason, by: actorOf(res) },
    );
    res.redirect(303, `/admin/organisations/${organisationId}#allowances`);
  });
}

async function save(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const which = { organisationId: idIn(req, 'id'), id: idIn(req, 'allowance') };
  const form = parse(allowanceForm, req.body);
  if (!form.ok) return showForm(ctx, res, which, form);
  const { version } = form.value;
  const wrong = await wrongOf(() =>
    editAllowance(ctx, which, { version, given: form.value, by: actorOf(res) }),
  );
  if (wrong === null)
    return res.redirect(303, `/admin/organisations/${which.organisationId}#allowances`);
  const values = typed(req.body);
  if (wrong.status === 409) delete values['version'];
  await showForm(ctx, res, which, { ...wrong, values });
}

interface Which {
  organisationId: string;
  /** Null for a new one. */
  id: string | null;
}

async function showForm(ctx: Context, res: Response, which: Which, wrong?: Wrong): Promise<void> {
  const organisation = await organisationById(ctx.db, which.organisationId);
  if (organisation === null) throw notFound();
  const { t } = speakOf(ctx, res);
  const data = {
    ...{ organisation, id: which.id, allowance: await proposed(ctx, which) },
    periods: allowancePeriods.map((value) => ({ value, label: t(periodNames[value]) })),
    uses: useKinds.map((value) => ({ value, label: t(useNames[value]), hint: null })),
    media: media.map((value) => ({ value, label: t(mediumNames[value]), hint: null })),
  };
  page(res, 'organisations/allowance', { ...data, ...wrong }, wrong?.status ?? (wrong ? 422 : 200));
}

type Proposed = Omit<AllowanceForm, 'when' | 'period' | 'articles' | 'startsOn'> &
  ReturnType<typeof fieldsFrom> & { period: string; articles: number | null; startsOn: string };

async function proposed(ctx: Context, { organisationId, id }: Which): Promise<Proposed> {
  const startsOn = dayOf(ctx.now());
  if (id === null)
    return {
      ...{ version: 0, name: '', articles: null, period: 'year', startsOn, endsOn: null },
      ...fieldsFrom({}),
    };
  const row = await allowanceOf(ctx.db, { organisationId, id });
  if (row === null) throw notFound();
  const { version, name, articles, period } = row;
  return {
    ...{ version, name, articles, period, startsOn: row.starts_on, endsOn: row.ends_on },
    ...fieldsFrom(row.conditions as When),
  };
}
