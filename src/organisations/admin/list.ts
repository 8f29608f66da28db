import type { Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { page, parse } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { countryName } from '../../values/country.ts';
import { dayOf } from '../../values/period.ts';
import { listQuery } from '../forms/organisation.ts';
import { organisationsPage } from '../store/organisations.ts';
import { kindText, speakOf } from './speak.ts';

const pageSize = 50;

/** The organisations that the newsroom knows, by name. */
export function listRoutes(ctx: Context, router: Router): void {
  router.get('/admin/organisations', async (req, res) => {
    allow(res, 'read');
    const query = parse(listQuery, pick(req.query));
    const { q: search, after } = query.ok ? query.value : { q: '', after: null };
    const speak = speakOf(ctx, res);
    const today = dayOf(ctx.now());
    const found = await organisationsPage(ctx.db, { search, after, limit: pageSize + 1 });
    const rows = found.slice(0, pageSize).map((row) => ({
      ...row,
      kindName: kindText(row.kind, speak),
      countryName: countryName(row.country, speak.locale),
      proven: row.proven_until !== null && row.proven_until >= today,
    }));
    const last = found.length > pageSize ? rows.at(-1) : undefined;
    const address = (params: Record<string, string>): string =>
      `/admin/organisations?${new URLSearchParams({ ...(search && { q: search }), ...params }).toString()}`;
    page(res, 'organisations/list', {
      ...{ rows, search },
      newer: after === null ? null : address({}),
      older: last === undefined ? null : address({ after: last.id }),
      mayEdit: may(staffOf(res).role, 'price'),
    });
  });
}

const pick = ({ q, after }: Record<string, unknown>): object => ({
  ...(q !== undefined && { q }),
  ...(after !== undefined && { after }),
});
