import type { Kysely } from 'kysely';
import { refusals } from '../../articles/actions/refusals.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { Refusal } from '../../platform/errors.ts';
import { reason, type Words } from '../../pricing/rules/reasons.ts';
import { foundSinceOffer } from '../store/articles.ts';
import { itemsOf } from '../store/requests.ts';

/**
 * Why a request may be neither accepted nor paid at this instant: what forbids one of its articles, or what was found in
 * one since its offer was made and nobody has settled yet. Null where nothing does.
 */
export async function refusedToday(
  db: Kysely<DB>,
  requestId: string,
  now: Date,
): Promise<Words | null> {
  const items = await itemsOf(db, requestId);
  const found = await refusals(
    db,
    items.map((item) => item.article_id),
    now,
  );
  const [forbidden] = found.values();
  if (forbidden !== undefined) return forbidden;
  return (await foundSinceOffer(db, requestId)) ? reason('rights_unsettled') : null;
}

/** Throws conflict('rights_refused') with the reason where an article of the request may not be licensed at this instant. */
export async function requireRightsToday(
  db: Kysely<DB>,
  requestId: string,
  now: Date,
): Promise<void> {
  const refused = await refusedToday(db, requestId, now);
  if (refused !== null) throw rightsRefused(refused);
}

/** The refusal that says why. */
export function rightsRefused({ text, params }: Words): Refusal {
  const problem = { field: '', message: text, params: { ...params } };
  return new Refusal('conflict', 'rights_refused', [problem]);
}
