import { setTimeout as pause } from 'node:timers/promises';

/**
 * Tries a step again until it gives something: what a person does whose page did not load. Null and
 * errors mean: not yet.
 */
export async function until<T>(
  what: string,
  step: () => Promise<T | null>,
  seconds = 120,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown = null;
  while (Date.now() < deadline) {
    try {
      const done = await step();
      if (done !== null) return done;
    } catch (error) {
      last = error;
    }
    await pause(100);
  }
  throw new Error(`${what} did not come about in ${seconds} s`, { cause: last });
}
