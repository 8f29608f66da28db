import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testContext } from '../support/context.ts';
import { fieldsOf, open, post, postFiles } from './browser.ts';
import { anArticle, aNewRequest } from './cast.ts';
import { submitRequest } from '../../src/requests/actions/submit-request.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
const address = '/articles/river-town-floods/republish';
const answers =
  'use=republish_full&medium=website&reach=up_to%3A250000&duration=3m&organisation=news_commercial&country=GB&purpose=news';

const secrets = {
  'ended-secret': { title: 'Withdrawn secret', withdrawn_at: new Date('2026-11-01T00:00:00Z') },
  'coming-secret': { title: 'Coming secret', embargo_until: new Date('2027-01-01T00:00:00Z') },
};

test('a basket never shows an article that the public cannot see, however it is put in', async () => {
  await anArticle(ctx);
  for (const [slug, change] of Object.entries(secrets)) await anArticle(ctx, slug, change);
  const empty = fieldsOf((await open(app, `${address}?${answers}`)).text, address);
  for (const slug of Object.keys(secrets)) {
    const unfit = { ...empty, reach: 'many', also: slug, email: 'kim@example.org' };
    const added = { ...empty, step: 'add', addArticle: `https://news.example.org/${slug}` };
    const sent = { ...empty, contactName: 'Kim', also: slug };
    for (const answer of [
      await open(app, `${address}?${answers}&also=${slug}`),
      await post(app, address, { fields: unfit }),
      await postFiles(app, address, { fields: added }),
      await postFiles(app, address, { fields: sent }),
    ]) {
      assert.equal(answer.status, 422);
      assert.doesNotMatch(answer.text, /secret</i);
    }
    const asked = await aNewRequest(ctx, { articles: ['river-town-floods', slug] });
    await assert.rejects(submitRequest(ctx, asked), { code: 'invalid' });
  }
});
