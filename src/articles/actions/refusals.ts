import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { reason, type Words } from '../../pricing/rules/reasons.ts';
import { rightsVerdict } from '../../pricing/rules/rights.ts';
import { plainUse } from '../../pricing/rules/use.ts';
import { articleForLicensing } from './article-for-licensing.ts';

/**
 * Why articles may not be licensed at this very instant, whatever the use: withdrawn, under embargo, not ours or not for
 * sale. By article id; those that nothing forbids are not in it. Always read anew, never from a cache.
 */
export async function refusals(
  db: Kysely<DB>,
  articleIds: readonly string[],
  now: Date,
): Promise<Map<string, Words>> {
  const { tariff } = await currentTariff(db, now);
  const found = new Map<string, Words>();
  for (const id of new Set(articleIds)) {
    const article = await articleForLicensing(db, id, now);
    // An article that is gone is as good as withdrawn.
    const verdict = article === null ? null : rightsVerdict(article.facts, plainUse, tariff);
    if (article === null) found.set(id, reason('withdrawn'));
    else if (verdict?.answer === 'refuse') found.set(id, verdict.reason);
  }
  return found;
}
