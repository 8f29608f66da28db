import type { Request, RequestHandler } from 'express';
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

const keptForMs = 10_000;

/** What asks again at each touch of a question, and must cost the database next to nothing. */
const isAskedOften = ({ method, path }: Request): boolean =>
  method === 'POST' && /^\/articles\/[^/]+\/quote$/.test(path);

/**
 * Reads the newsroom's settings once a request and puts them where views and handlers find them. The price panel takes
 * what another request read some seconds ago.
 */
export function site(ctx: Context): RequestHandler {
  let kept: { settings: Settings; until: number } | null = null;
  const settingsFor = async (req: Request): Promise<Settings> => {
    const now = ctx.now().getTime();
    if (kept !== null && now < kept.until && isAskedOften(req)) return kept.settings;
    const { settings } = await readSettings(ctx.db);
    kept = { settings, until: now + keptForMs };
    return settings;
  };
  return async (req, res, next) => {
    // The defaults stand until the database has answered, so that an error page can be shown without it.
    Object.assign(res.locals, {
      staff: null,
      path: req.path,
      site: siteOf(ctx, defaultSettings),
      locale: defaultSettings.language,
    });
    const settings = await settingsFor(req);
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
