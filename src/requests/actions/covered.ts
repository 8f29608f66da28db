import type { Kysely } from 'kysely';
import { allowancesLeft } from '../../organisations/actions/standing.ts';
import type { AllowanceLeft } from '../../organisations/rules/allowance.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Quote } from '../../pricing/rules/answer.ts';

/** How each allowance that pays for one of these articles stands at an instant. */
export async function coveringAllowances(
  { db, now }: { db: Kysely<DB>; now: Date },
  items: readonly { quote: Quote }[],
): Promise<AllowanceLeft[]> {
  const ids = new Set(items.flatMap(({ quote }) => quote.allowance ?? []));
  return [...(await allowancesLeft(db, [...ids], now)).values()];
}
