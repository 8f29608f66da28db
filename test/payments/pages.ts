import assert from 'node:assert/strict';
import supertest from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { htmlProblems } from '../support/browser.ts';
import type { Till } from './till.ts';

export const payPath = ({ links }: Pick<Context, 'links'>, id: string): string =>
  `/pay/${links.token('pay', id)}`;

/** The HTML of a page behind a pay link: valid, never cached, its address told to nobody. */
export async function show({ site }: Pick<Till, 'site'>, path: string): Promise<string> {
  const answer = await supertest(site).get(path).expect(200);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.deepEqual(await htmlProblems(answer.text, path), []);
  return answer.text;
}
