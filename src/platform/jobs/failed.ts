import { sql, type Kysely } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { DB } from '../db/schema.gen.ts';
import { deadLetters } from './queues.ts';

export interface FailedJob {
  id: string;
  name: string;
  data: object;
  tries: number;
  reason: string;
  failedAt: Date;
}

export interface FailedJobs {
  count(): Promise<number>;
  /** Oldest first, at most 100. */
  list(): Promise<FailedJob[]>;
  /** Gives a job back to its queue with all its tries; false where it is no longer here. */
  retry(id: string): Promise<boolean>;
  /** Removes a job that nobody needs any more. */
  discard(id: string): Promise<void>;
}

/** The jobs that were given up, for staff to look at and to start again. */
export function failedJobs(boss: PgBoss, db: Kysely<DB>): FailedJobs {
  return {
    async count() {
      const { rows } = await sql<{ count: number }>`select count(*) as count from pgboss.job
        where name = ${deadLetters.name} and state = 'created'`.execute(db);
      return rows[0]?.count ?? 0;
    },
    async list() {
      const jobs = await boss.findJobs<object>(deadLetters.name, { queued: true, limit: 100 });
      return jobs.map((job) => ({
        id: job.id,
        name: job.sourceName ?? '',
        data: job.data,
        tries: (job.sourceRetryCount ?? 0) + 1,
        reason: reasonIn(job.sourceOutput),
        failedAt: job.createdOn,
      }));
    },
    retry: async (id) => (await boss.redrive(deadLetters.name, { ids: [id] })) === 1,
    async discard(id) {
      await boss.deleteJob(deadLetters.name, id);
    },
  };
}

function reasonIn(output: unknown): string {
  const said = typeof output === 'object' && output !== null && 'message' in output;
  return said ? String(output.message) : '';
}
