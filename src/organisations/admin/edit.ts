import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { page, parse, typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { countriesIn } from '../../values/country.ts';
import { makeKnown, saveOrganisation } from '../actions/save-organisation.ts';
import { organisationForm } from '../forms/organisation.ts';
import { namesOf } from '../rules/addresses.ts';
import { addressesOf } from '../store/addresses.ts';
import { organisationById, whoAskedIn } from '../store/organisations.ts';
import { idIn, kindOptions, speakOf, wrongOf, type Wrong } from './speak.ts';

/** Making an organisation known, also from a request, and changing what is known. */
export function editRoutes(ctx: Context, router: Router): void {
  router.get('/admin/organisations/new', async (req, res) => {
    allow(res, 'price');
    showForm(ctx, res, { id: null, organisation: await proposed(ctx, req) });
  });

  router.post('/admin/organisations', (req, res) => make(ctx, req, res));

  router.get('/admin/organisations/:id/edit', async (req, res) => {
    allow(res, 'price');
    const id = idIn(req, 'id');
    showForm(ctx, res, { id, organisation: await stored(ctx, id) });
  });

  router.post('/admin/organisations/:id', (req, res) => save(ctx, req, res));
}

async function make(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const shown = { id: null, organisation: unknown };
  const form = parse(organisationForm, req.body);
  if (!form.ok) return showForm(ctx, res, shown, form);
  const { version: _, ...given } = form.value;
  let id = '';
  const wrong = await wrongOf(() =>
    ctx.transaction(async (tx) => {
      id = await makeKnown(tx, given, { by: actorOf(res) });
    }),
  );
  if (wrong !== null) return showForm(ctx, res, shown, { ...wrong, values: typed(req.body) });
  res.redirect(303, `/admin/organisations/${id}`);
}

async function save(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const id = idIn(req, 'id');
  const form = parse(organisationForm, req.body);
  if (!form.ok) return showForm(ctx, res, { id, organisation: await stored(ctx, id) }, form);
  const { version, ...given } = form.value;
  const wrong = await wrongOf(() =>
    saveOrganisation(ctx, { id, version }, { given, by: actorOf(res) }),
  );
  if (wrong === null) return res.redirect(303, `/admin/organisations/${id}`);
  const values = typed(req.body);
  if (wrong.status === 409) delete values['version'];
  showForm(ctx, res, { id, organisation: await stored(ctx, id) }, { ...wrong, values });
}

interface Proposed {
  version: number;
  name: string;
  kind: string;
  country: string;
  programme: string | null;
  note: string;
  addresses: string;
}

const unknown: Proposed = {
  ...{ version: 0, name: '', kind: '', country: '', programme: null, note: '', addresses: '' },
};

/** What a confirmed request says of who asks, to begin with. */
async function proposed(ctx: Context, req: Request): Promise<Proposed> {
  const id = String(req.query['request'] ?? '');
  const asked = isUuid(id) ? await whoAskedIn(ctx.db, id) : null;
  if (asked === null) return unknown;
  const { organisation: name, kind, country, email } = asked;
  return { ...unknown, name, kind, country, addresses: namesOf(email).address };
}

async function stored(ctx: Context, id: string): Promise<Proposed> {
  const row = await organisationById(ctx.db, id);
  if (row === null) throw notFound();
  return { ...row, addresses: (await addressesOf(ctx.db, id)).join('\n') };
}

interface Shown {
  id: string | null;
  organisation: Proposed;
}

function showForm(ctx: Context, res: Response, shown: Shown, wrong?: Wrong): void {
  const speak = speakOf(ctx, res);
  const data = {
    ...shown,
    kinds: kindOptions(speak),
    countries: countriesIn(speak.locale),
  };
  page(res, 'organisations/edit', { ...data, ...wrong }, wrong?.status ?? (wrong ? 422 : 200));
}
