import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import type { Problem } from '../../platform/errors.ts';
import { page, type Typed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { editNames } from '../../pricing/rules/names.ts';
import { editKinds, type Use } from '../../pricing/rules/use.ts';
import { currentTerms } from '../../terms/actions.ts';
import { countriesIn } from '../../values/country.ts';
import { noBill } from '../actions/new-request.ts';
import type { Speak } from '../rules/words.ts';
import { answered, unanswered } from './ask-answers.ts';

/** Everything the form page is shown from; nothing typed gets lost between two showings. */
export interface Asked {
  slug: string;
  /** Null while the answers about the use do not fit together. */
  use: Use | null;
  /** What was answered about the use, where it is no use yet. */
  usePairs?: Typed | undefined;
  also: readonly string[];
  /** Null for a form that was never sent: it gets a new key. */
  formKey: string | null;
  values?: Typed;
  problems?: readonly Problem[];
  status?: number;
}

/** Shows the form with what is asked for, the answers of this moment and everything typed so far. */
export async function showAskPage(ctx: Context, res: Response, asked: Asked): Promise<void> {
  const speak = speakOf(ctx, res);
  const settings = res.locals['settings'] as Settings;
  const looking = { ctx, speak, settings };
  const { use, values = {}, problems = [], status = 200 } = asked;
  const shown =
    use === null
      ? await unanswered(looking, asked)
      : await answered(looking, { ...asked, use, values });
  const terms = await currentTerms(ctx.db);
  const data = {
    ...shown,
    // Whoever has typed something keeps it, also where nothing can be asked for as it is.
    hopeless: shown.impossible && asked.formKey === null,
    formKey: asked.formKey ?? ctx.newToken(),
    terms: { version: terms.version, url: `/terms/${terms.version}` },
    ...choices(speak),
    bill: noBill,
    values,
    problems,
  };
  res.set('Cache-Control', 'no-store');
  page(res, 'requests/form', data, status);
}

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

/** The choices that the fields of the form offer. */
export function choices({ t, locale }: Speak) {
  return {
    edits: editKinds.map((value) => ({ value, label: t(editNames[value]), hint: null })),
    countries: countriesIn(locale),
    payWays: [
      { value: 'card', label: t('By card, once we have agreed'), hint: null },
      { value: 'invoice', label: t('By invoice and bank transfer'), hint: null },
    ],
  };
}
