import { test } from 'node:test';
import { serverUrl } from '../support/database.ts';
import { openMall } from './history/shop.ts';
import { playHistory } from './history/play.ts';

/** The first seed and how many follow it; any others by hand: `SEED=70000 HISTORIES=1000`. */
const first = Number(process.env['SEED'] ?? 1);
const count = Number(process.env['HISTORIES'] ?? (serverUrl === undefined ? 200 : 60));

/** After so many failures the reason is plain enough. */
const mostFailures = 5;

test('whatever happens to payments, in the end the books are right, nobody paid twice and licences follow the money', async (t) => {
  const mall = await openMall(t);
  const failures: Error[] = [];
  for (let seed = first; seed < first + count && failures.length < mostFailures; seed += 1) {
    const told: string[] = [];
    try {
      await playHistory(mall, seed, told);
    } catch (cause) {
      const steps = told.map((line, index) => `${index + 1}. ${line}`).join('\n');
      failures.push(
        new Error(`the history of seed ${seed} went wrong; ${again(seed)}\n${steps}`, { cause }),
      );
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} histories went wrong`);
});

const again = (seed: number): string =>
  `to repeat it: SEED=${seed} HISTORIES=1 node --test test/journeys/histories.test.ts`;
