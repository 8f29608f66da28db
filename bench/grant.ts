import type { Context } from '../src/platform/context.ts';
import { requestById } from '../src/requests/actions/read.ts';
import { decide } from '../src/review/actions/decide.ts';

/** Grants the first request of the demo newsroom free and returns the number of its licence. */
export async function grantedNumber(ctx: Context): Promise<string> {
  const { id } = await ctx.db
    .selectFrom('requests')
    .select('id')
    .where('state', '=', 'in_review')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const request = await requestById(ctx.db, id);
  if (request === null) throw new Error('the demo newsroom has no request to grant');
  const { version } = request;
  const decision = {
    key: ctx.newToken(),
    verb: 'grant_free' as const,
    version,
    note: '',
    amounts: [],
    reason: null,
    alternative: 'none' as const,
    waiver: 'goodwill' as const,
    waiverWords: '',
  };
  await decide(ctx, id, { decision, by: { type: 'system', id: null, name: 'bench' } });
  const licence = await ctx.db
    .selectFrom('licences')
    .select('number')
    .where('request_id', '=', id)
    .executeTakeFirstOrThrow();
  return licence.number;
}
