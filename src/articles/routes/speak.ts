import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import type { Settings } from '../../platform/settings.ts';
import type { AnswerPromise, Speak } from '../rules/answer-view.ts';

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

/** The newsroom's settings as they were read for this request. */
export function settingsOf(res: Response): Settings {
  return res.locals['settings'] as Settings;
}

/** When an answer can be expected. */
export function promiseOf(res: Response): AnswerPromise {
  const { approval, promiseWorkingDays } = settingsOf(res);
  return { approval, workingDays: promiseWorkingDays };
}
