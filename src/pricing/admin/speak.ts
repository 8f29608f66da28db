import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { currentTariff, tariffOf } from '../actions.ts';
import type { Speak } from '../rules/conditions.ts';
import { tariffView, type TariffView } from '../rules/tables.ts';
import type { Tariff } from '../rules/tariff.ts';
import { latestTariffVersion, tariffByVersion } from '../store.ts';

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

/** A tariff as the partial with its tables shows it. */
export function shown(
  tariff: Tariff,
  speak: Speak,
): {
  tariff: Pick<Tariff, 'name' | 'currency' | 'freeExcerptWords' | 'version'>;
  view: TariffView;
} {
  const { name, currency, freeExcerptWords, version } = tariff;
  return { tariff: { name, currency, freeExcerptWords, version }, view: tariffView(tariff, speak) };
}

/** The newest version, which may begin only in the future. */
export async function newestTariff(ctx: Context): Promise<Tariff> {
  const { tariff } = await currentTariff(ctx.db, ctx.now());
  const latest = await latestTariffVersion(ctx.db);
  if (latest === tariff.version) return tariff;
  const row = await tariffByVersion(ctx.db, latest);
  return row === null ? tariff : tariffOf(row);
}

/** The number of a version from an address; not found where it is none. */
export function versionOf(text: unknown): number {
  if (typeof text !== 'string' || !/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}

/** A version that was stored; not found where there is none. */
export async function storedTariff(ctx: Context, version: unknown): Promise<Tariff> {
  const row = await tariffByVersion(ctx.db, versionOf(version));
  if (row === null) throw notFound();
  return tariffOf(row);
}
