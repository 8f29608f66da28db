import type { Context, JobName } from '../../../src/platform/context.ts';
import { queues } from '../../../src/platform/jobs/queues.ts';
import { jobHandlers } from '../../../src/work.ts';
import type { TestClock, TestContext } from '../../support/context.ts';
import type { Chance } from '../../support/chance.ts';
import { isDeath } from './death.ts';
import { isOrdinary } from './failures.ts';

interface Job {
  name: JobName;
  data: object;
  key: string | null;
  dueAt: number;
  tries: number;
}

/** The jobs of a history: delayed, tried again and one waiting for each key, as the real queue has them. */
export interface WorkQueue {
  waiting(): number;
  /** When the next job is due, in milliseconds; null where none waits. */
  nextAt(): number | null;
  /** Does the jobs that are due, `most` at most, in an order by chance. Says what was done. */
  work(ctx: Context, chance: Chance, most?: number): Promise<string>;
}

/** After this long a job whose worker died is done again. */
const deadAfterMs = 30_000;

export function openQueue(committed: TestContext['queue'], clock: TestClock): WorkQueue {
  const jobs: Job[] = [];
  const takeIn = (): void => {
    for (const { name, data, options } of committed.splice(0)) {
      const key = options.key ?? null;
      const isThere = (job: Job): boolean =>
        job.name === name && job.key === key && job.tries === 0;
      if (key !== null && jobs.some(isThere)) continue;
      const dueAt = clock.now.getTime() + (options.delaySeconds ?? 0) * 1000;
      jobs.push({ name, data, key, dueAt, tries: 0 });
    }
  };
  const due = (): Job[] => {
    takeIn();
    return jobs.filter(({ dueAt }) => dueAt <= clock.now.getTime());
  };
  return {
    waiting() {
      takeIn();
      return jobs.length;
    },
    nextAt() {
      takeIn();
      return jobs.length === 0 ? null : Math.min(...jobs.map(({ dueAt }) => dueAt));
    },
    async work(ctx, chance, most = Infinity) {
      const done: string[] = [];
      for (let job = chance.pick(due()); job !== undefined; job = chance.pick(due())) {
        if (done.length >= most) break;
        jobs.splice(jobs.indexOf(job), 1);
        done.push(await attempt(ctx, job, (again) => jobs.push(again), clock));
      }
      return done.join(', ');
    },
  };
}

async function attempt(
  ctx: Context,
  job: Job,
  putBack: (job: Job) => void,
  clock: TestClock,
): Promise<string> {
  const handlers = jobHandlers(ctx, async () => undefined);
  try {
    await handlers[job.name](job.data as never);
    return job.name;
  } catch (error) {
    if (!isOrdinary(error) && !isDeath(error)) throw error;
    const { retryLimit, retryDelay, retryDelayMax } = queues[job.name];
    const wait = Math.min(retryDelay * 2 ** job.tries, retryDelayMax) * 1000;
    const tries = job.tries + 1;
    const dueAt = clock.now.getTime() + (isDeath(error) ? deadAfterMs : wait);
    if (tries <= retryLimit) putBack({ ...job, tries, dueAt });
    if (isDeath(error)) throw error;
    return `${job.name} (${(error as Error).message})`;
  }
}
