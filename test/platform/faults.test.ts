import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import express, { type Express } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { errorHandler } from '../../src/platform/http.ts';
import { site } from '../../src/platform/site.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();

interface House {
  app: Express;
  logged: { msg: string; reference?: string }[];
}

/** An app with this one route, and what it logs. */
function appOf(route: express.RequestHandler, before: express.RequestHandler[] = []): House {
  const logged: House['logged'] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      logged.push(JSON.parse(String(line)) as House['logged'][number]);
      done();
    },
  });
  const ctx = { ...t.ctx, log: pino({ level: 'error' }, sink) };
  const app = express();
  app.locals['context'] = ctx;
  app.use(...[...before, express.Router().get('/', route)], errorHandler(ctx));
  return { app, logged };
}

const secret = 'the secret of postgres://user:pass@host';
const failing: express.RequestHandler = () => {
  throw new Error(secret);
};

test('a fault is told with a reference that stands in the log, and with nothing of its own words', async () => {
  for (const before of [[], [site(t.ctx)]]) {
    const { app, logged } = appOf(failing, before);
    for (const Accept of ['text/html', 'application/json', '*/*']) {
      logged.length = 0;
      const answer = await request(app).get('/').set({ Accept });
      assert.equal(answer.status, 500);
      assert.doesNotMatch(answer.text, /secret|\.ts:|node_modules/);
      assert.equal(logged.length, 1);
      const { reference = '' } = logged[0]!;
      assert.ok(reference !== '' && answer.text.includes(reference), Accept);
    }
  }
});

test('an answer that breaks in the middle is broken off, and logged once', async () => {
  const { app, logged } = appOf((_req, res) => {
    res.write('<p>half');
    throw new Error(secret);
  });
  await assert.rejects(request(app).get('/'), /aborted|socket hang up/);
  assert.deepEqual(
    logged.map(({ msg }) => msg),
    ['fault'],
  );
});
