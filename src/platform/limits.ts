import { CompiledQuery } from 'kysely';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from './context.ts';

/** At most `points` tries of one key within `seconds`. */
export interface Limit {
  name: string;
  points: number;
  seconds: number;
}

export type Limiter = (key: string) => Promise<number>;

/**
 * Counts tries in the database, so that every process shares the count and a restart forgets nothing.
 * The limiter answers the seconds to wait, 0 where the try is within the limit. Keys are stored hashed.
 */
export function createLimiter(ctx: Context, limit: Limit): Limiter {
  const limiter = new RateLimiterPostgres({
    storeClient: { query: (query: Statement) => run(ctx, query) },
    storeType: 'pool',
    tableName: 'limits',
    tableCreated: true,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
  });
  return async (key) => {
    try {
      await limiter.consume(ctx.links.hash(key));
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
      throw refused;
    }
  };
}

interface Statement {
  text: string;
  values: unknown[];
}

async function run(ctx: Context, { text, values }: Statement) {
  const result = await ctx.db.executeQuery(CompiledQuery.raw(text, values));
  const changed = result.numAffectedRows;
  return {
    rows: result.rows,
    rowCount: changed === undefined ? result.rows.length : Number(changed),
  };
}
