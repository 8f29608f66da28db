import type { Context } from '../../platform/context.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings, saveSettings, type Settings } from '../../platform/settings.ts';
import { changesBetween, mergeSettings, type Merged } from '../rules/settings.ts';
import * as store from '../store.ts';

/**
 * Saves the settings over the version that was read, with one event that names the changed fields.
 * Refuses with conflict('settings_changed') where somebody was faster.
 */
export async function saveNewsroom(
  ctx: Context,
  { settings, version }: { settings: Settings; version: number },
  by: Actor,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { settings: current } = await readSettings(tx.db);
    await saveSettings(tx, settings, version);
    const change = changesBetween(current, settings);
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'settings', id: store.settingsId },
      verb: 'save',
      by,
      before: String(version),
      after: String(version + 1),
      data: change,
    });
  });
}

/** After such a conflict: what was typed joined with what others saved since the version it was typed over. */
export async function joinNewsroom(
  ctx: Context,
  { settings, version }: { settings: Settings; version: number },
): Promise<{ settings: Settings; version: number; merged: Merged[] }> {
  const { settings: current, version: newest } = await readSettings(ctx.db);
  const since = await store.settingsChangesSince(ctx.db, version);
  return { ...mergeSettings(settings, { current, since }), version: newest };
}
