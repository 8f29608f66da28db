import { Router, type Request, type Response } from 'express';
import { languageName } from '../values/language.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { page, parse, secretPage, wantsJson, type Typed } from '../platform/http.ts';
import { createLimiter } from '../platform/limits.ts';
import type { Problem } from '../platform/errors.ts';
import { isStaff } from '../staff/guard.ts';
import { recordPublishedUrl, type LicenceRow } from './actions.ts';
import { recordOpening } from './actions/record-opening.ts';
import { publishedForm } from './forms.ts';
import { kitOf } from './rules/kit.ts';
import { isValid } from './rules/life.ts';
import { lastDay } from './rules/permission.ts';
import { picturesInWords, picturesToPaste } from './rules/pictures.ts';
import { typedNumber } from './rules/number.ts';
import { textToPaste } from './rules/text-to-paste.ts';
import { articleText, licenceByNumber, licenceByTokenHash } from './store/licences.ts';

/** The licence's own page behind its secret link, its certificate, and the public question whether a number is valid. */
export function routes(ctx: Context): Router {
  const router = Router();
  const tellings = createLimiter(ctx, { name: 'published', points: 20, seconds: 3600 });
  router.get('/licences/:token', secretPage, async (req, res) => {
    const licence = await licenceOf(ctx, String(req.params['token']));
    await keepOpening(ctx, licence, { req, what: 'page' });
    await showLicence(ctx, res, licence);
  });
  router.post('/licences/:token/published', secretPage, async (req, res) => {
    const licence = await licenceOf(ctx, String(req.params['token']));
    const parsed = parse(publishedForm, req.body);
    if (!parsed.ok) return showLicence(ctx, res, licence, parsed);
    if ((await tellings(licence.id)) > 0)
      return showLicence(ctx, res, licence, tooOften(parsed.value.url));
    await recordPublishedUrl(ctx, licence, parsed.value.url);
    res.redirect(303, `/licences/${String(req.params['token'])}#published`);
  });
  router.get('/licences/:token/certificate', secretPage, async (req, res) => {
    const licence = await licenceOf(ctx, String(req.params['token']));
    await keepOpening(ctx, licence, { req, what: 'certificate' });
    page(res, 'licences/certificate', { ...facts(ctx, licence), terms: licence.terms_text });
  });
  router.get('/verify/:number', async (req, res) => {
    const asked = String(req.params['number']);
    const number = typedNumber(asked);
    const licence = number === null ? null : await licenceByNumber(ctx.db, number);
    res.set('Cache-Control', 'no-store').set('X-Robots-Tag', 'noindex').vary('Accept');
    const status = licence === null ? 404 : 200;
    const found = licence === null ? null : publicFacts(licence, ctx.now());
    if (wantsJson(req)) res.status(status).json(found ?? { number: null, valid: false });
    else page(res, 'licences/verify', { found, asked: asked.slice(0, 40) }, status);
  });
  return router;
}

/** Only what the licensee may have seen is proof of delivery: not the looks of the newsroom itself. */
async function keepOpening(
  ctx: Context,
  licence: LicenceRow,
  { req, what }: { req: Request; what: 'page' | 'certificate' },
): Promise<void> {
  if (req.method !== 'GET' || (await isStaff(ctx, req))) return;
  const agent = req.get('User-Agent') ?? '';
  await recordOpening(ctx, licence, { what, address: req.ip ?? '', agent });
}

interface Failed {
  problems: Problem[];
  values: Typed;
  status?: number;
}

function tooOften(url: string): Failed {
  const message = 'You told us many addresses within the hour. Try again later.';
  return { problems: [{ field: 'url', message }], values: { url }, status: 429 };
}

async function licenceOf(ctx: Context, token: string): Promise<LicenceRow> {
  const licence = await licenceByTokenHash(ctx.db, ctx.links.hash(token));
  if (licence === null) throw notFound();
  return licence;
}

async function showLicence(
  ctx: Context,
  res: Response,
  licence: LicenceRow,
  failed: Failed = { problems: [], values: {} },
): Promise<void> {
  const kit = kitOf(licence.credit, licence.permission.searchClause, ctx.views.translator);
  const article = await articleText(ctx.db, licence.article_id);
  // What may no longer be used, or was withdrawn, is not handed out either.
  const usable = isValid(licence, ctx.now()) && article.withdrawn_at === null;
  const paste = usable ? textToPaste(licence.permission, article.body_html, kit.html) : null;
  const { pictures } = licence.permission;
  const figures = usable && pictures !== undefined ? picturesToPaste(pictures) : '';
  const changed = article.content_hash !== licence.permission.work.contentHash;
  const status = failed.status ?? (failed.problems.length === 0 ? 200 : 422);
  page(
    res,
    'licences/show',
    { ...facts(ctx, licence), kit, paste, figures, changed, terms: licence.terms_text, ...failed },
    status,
  );
}

/** What page and certificate show. */
function facts(ctx: Context, licence: LicenceRow) {
  const { permission, credit } = licence;
  const token = ctx.links.token('licence', licence.id);
  return {
    licence,
    permission,
    credit,
    pictures: permission.pictures ? picturesInWords(permission.pictures, credit.language) : null,
    lastDay: lastDay(licence.ends_at),
    valid: isValid(licence, ctx.now()),
    textLanguage: languageName(permission.work.language, credit.language),
    address: `/licences/${token}`,
  };
}

/** What everybody may know: no names of people, no fee. */
function publicFacts(licence: LicenceRow, now: Date) {
  const { work, licensee, sentence } = licence.permission;
  return {
    number: licence.number,
    valid: isValid(licence, now),
    state: licence.state,
    title: work.title,
    titleLanguage: work.language,
    article: work.url,
    licensor: licence.credit.holder,
    licensee: licensee.organisation,
    use: sentence,
    startsAt: licence.starts_at,
    lastDay: lastDay(licence.ends_at),
    liveMoney: licence.live_money,
  };
}
