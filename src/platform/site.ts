import type { RequestHandler } from 'express';
import type { Context } from './context.ts';
import { defaultSettings, readSettings, type Settings } from './settings.ts';
import { languageDirection } from '../values/language.ts';

/** What every page and letter may show of the newsroom. */
export interface Site {
  name: string;
  legalName: string;
  siteUrl: string;
  language: string;
  dir: 'ltr' | 'rtl';
  accent: string;
  timeZone: string;
  testMode: boolean;
  cardPayments: boolean;
  demo: boolean;
  baseUrl: string;
}

/** Whether payments here are no real money: a test key or the stand-in. */
function isTestMode(ctx: Context): boolean {
  return ctx.checkout !== null && !ctx.checkout.liveMoney;
}

function siteOf(ctx: Context, settings: Settings): Site {
  return {
    name: settings.name,
    legalName: settings.legalName,
    siteUrl: settings.siteUrl,
    language: settings.language,
    dir: languageDirection(settings.language),
    accent: settings.accent,
    timeZone: settings.timeZone,
    testMode: isTestMode(ctx),
    cardPayments: ctx.checkout !== null,
    demo: ctx.config.demo,
    baseUrl: ctx.links.baseUrl,
  };
}

/** Reads the newsroom's settings once a request and puts them where views and handlers find them. */
export function site(ctx: Context): RequestHandler {
  return async (req, res, next) => {
    // The defaults stand until the database has answered, so that an error page can be shown without it.
    Object.assign(res.locals, {
      staff: null,
      path: req.path,
      site: siteOf(ctx, defaultSettings),
      locale: defaultSettings.language,
    });
    const { settings } = await readSettings(ctx.db);
    Object.assign(res.locals, { site: siteOf(ctx, settings), locale: settings.language, settings });
    if (req.path === '/theme.css') {
      res
        .set('Cache-Control', 'public, max-age=60')
        .type('css')
        .send(`:root{--accent:${settings.accent}}\n`);
      return;
    }
    next();
  };
}
