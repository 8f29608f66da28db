import type { Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { Refusal } from '../../platform/errors.ts';
import { page, parse } from '../../platform/http.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { countriesIn } from '../../values/country.ts';
import { joinNewsroom, saveNewsroom } from '../actions/settings.ts';
import { doneForm, settingsForm, type SettingsTyped } from '../forms.ts';
import { actorOf, allow } from '../guard.ts';
import { checklist, type ToDo } from '../rules/checklist.ts';
import { fieldWords } from '../rules/settings.ts';
import { stocked } from '../store.ts';

/** What the newsroom says about itself and its house rules, with the list of the first run. Admins only. */
export function settingsRoutes(ctx: Context, router: Router): void {
  router.get('/admin/settings', async (req, res) => {
    allow(res, 'settings');
    const query = parse(doneForm, req.query);
    const saved = query.ok && query.value.done === 'changed';
    const { version } = await readSettings(ctx.db);
    await show(ctx, res, { version, notice: saved ? 'The settings are saved.' : null });
  });

  router.post('/admin/settings', async (req, res) => {
    allow(res, 'settings');
    const form = parse(settingsForm, req.body);
    if (!form.ok) {
      const { problems, values } = form;
      return show(ctx, res, { version: Number(values['version']) || 0, problems, values }, 422);
    }
    if (await save(ctx, res, form.value)) return res.redirect(303, '/admin/settings?done=changed');
    await showJoined(ctx, res, form.value);
  });
}

/** False where somebody was faster. */
async function save(ctx: Context, res: Response, typed: SettingsTyped): Promise<boolean> {
  const { version, ...settings } = typed;
  try {
    await saveNewsroom(ctx, { settings, version }, actorOf(res));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'settings_changed') return false;
    throw error;
  }
}

async function showJoined(ctx: Context, res: Response, typed: SettingsTyped): Promise<void> {
  const { version: readVersion, ...mine } = typed;
  const joined = await joinNewsroom(ctx, { settings: mine, version: readVersion });
  const { settings, version } = joined;
  const values = Object.fromEntries(
    Object.entries(settings).map(([field, value]) => [field, String(value)]),
  );
  const merged = joined.merged.map(({ field, by, before, now, yours }) => ({
    field,
    by,
    before: shown(before),
    now: shown(now),
    yours: yours === null ? null : shown(yours),
    ...fieldWords[field],
  }));
  await show(ctx, res, { version, values, conflict: { merged } }, 409);
}

/** An empty field is seen better as a dash between the quotation marks. */
function shown(value: string | number): string {
  return value === '' ? '–' : String(value);
}

async function show(
  ctx: Context,
  res: Response,
  data: { version: number; [more: string]: unknown },
  status = 200,
): Promise<void> {
  const { settings } = await readSettings(ctx.db);
  const locale = res.locals['locale'] as string;
  // Put there by the payments part, which stands behind this one.
  const moneyTroubles = Number(res.locals['moneyTroubles'] ?? 0);
  const list = await toDo(ctx, settings, moneyTroubles);
  page(
    res,
    'staff/settings',
    {
      newsroom: settings,
      conflict: null,
      countries: countriesIn(locale),
      timeZones: timeZones(settings.timeZone),
      list,
      open: list.filter(({ done }) => !done).length,
      ...data,
    },
    status,
  );
}

async function toDo(ctx: Context, settings: Settings, moneyTroubles: number): Promise<ToDo[]> {
  const { checkout, config } = ctx;
  return checklist({
    settings,
    ...(await stocked(ctx.db)),
    liveMoney: checkout === null ? null : checkout.liveMoney,
    mail: config.smtpUrl !== null,
    moneyTroubles,
  });
}

interface Choice {
  value: string;
  label: string;
}

function timeZones(current: string): Choice[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current]);
  return [...names].toSorted().map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
