import type { Request, Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound, Refusal, type Problem } from '../../platform/errors.ts';
import type { Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Speak } from '../../pricing/rules/conditions.ts';
import { organisationNames } from '../../pricing/rules/names.ts';
import { organisationTypes, type OrganisationType } from '../../pricing/rules/use.ts';

/** What was wrong with a form, to show it again with all that was typed. */
export interface Wrong {
  problems: readonly Problem[];
  values: Typed;
  status?: number;
}

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

export function idIn(req: Request, name: string): string {
  const id = String(req.params[name]);
  if (!isUuid(id)) throw notFound();
  return id;
}

export function kindText(kind: string, { t }: Speak): string {
  return t(organisationNames[kind as OrganisationType] ?? kind);
}

/** The kinds of organisation to choose from. */
export function kindOptions(speak: Speak): { value: string; label: string }[] {
  return organisationTypes.map((value) => ({ value, label: kindText(value, speak) }));
}

const overtaken: Problem = {
  field: '',
  message:
    'Somebody saved or ended this meanwhile. Compare what you typed with it, then save again.',
};

/** Runs a deed; null where it succeeded, else what to show on its form. Refusals of other kinds go their usual way. */
export async function wrongOf(
  deed: () => Promise<unknown>,
): Promise<Pick<Wrong, 'problems' | 'status'> | null> {
  try {
    await deed();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'organisation_changed') return { problems: [overtaken], status: 409 };
    if (error.kind === 'invalid') return { problems: error.problems, status: 422 };
    throw error;
  }
}
