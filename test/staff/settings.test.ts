import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings, readSettings } from '../../src/platform/settings.ts';
import { deskOf, type Desk } from './desk.ts';

type Browser = Awaited<ReturnType<Desk['as']>>;

const gazette = {
  ...defaultSettings,
  name: 'The Harbour Gazette',
  email: 'desk@example.org',
  address: '1 Quay\r\nHarbour',
};

const save = (browser: Browser, fields: object) =>
  browser.post('/admin/settings').type('form').send(fields);

const events = async ({ ctx }: Desk) =>
  ctx.db
    .selectFrom('events')
    .select(['verb', 'actor_name', 'before_state', 'after_state', 'data'])
    .where('subject_type', '=', 'settings')
    .orderBy('id')
    .execute();

test('an admin saves the settings, which pages show at once, with one event of what changed', async () => {
  const desk = await deskOf(['amal']);
  const admin = await desk.as('amal');
  const form = await admin.get('/admin/settings').expect(200);
  assert.match(form.text, /name="version" value="0"/);
  const saved = await save(admin, { ...gazette, version: '0' }).expect(303);
  const page = await admin.get(saved.headers['location'] ?? '').expect(200);
  assert.match(page.text, /The settings are saved\./);
  assert.match(page.text, /<title>Settings – The Harbour Gazette<\/title>/);
  assert.match(page.text, /name="version" value="1"/);
  const { settings } = await readSettings(desk.ctx.db);
  assert.deepEqual(settings, { ...gazette, address: '1 Quay\nHarbour' });
  const { name, email, address } = settings;
  const { name: before } = defaultSettings;
  assert.deepEqual(await events(desk), [
    {
      verb: 'save',
      actor_name: 'Amal',
      before_state: '0',
      after_state: '1',
      data: { before: { name: before, email: '', address: '' }, after: { name, email, address } },
    },
  ]);
});

test('settings that do not fit are named beside their fields, and everything typed stays', async () => {
  const desk = await deskOf(['amal']);
  const admin = await desk.as('amal');
  const wrong: Record<string, [string, RegExp]> = {
    name: ['', /Enter the name of the newsroom/],
    siteUrl: ['javascript:alert(1)', /Enter the whole address of your site/],
    email: ['desk', /Enter an e-mail address for replies/],
    country: ['XX', /Choose the country of the newsroom/],
    language: ['english', /Enter a language code/],
    timeZone: ['Mars/Olympus', /Choose the time zone/],
    accent: ['red', /Enter a colour as #/],
    approval: ['never', /Choose who answers requests\./],
    promiseWorkingDays: ['0', /working days from 1 to 30/],
    offerDays: ['2.5', /days from 1 to 90 for offers/],
    needsInfoDays: ['many', /days from 1 to 90 for open questions/],
    searchClause: ['both', /Choose what copies tell search engines/],
    legalName: ['Gazette \u202E Ltd', /The legal name/],
  };
  const bad = Object.fromEntries(Object.entries(wrong).map(([field, [text]]) => [field, text]));
  const answer = await save(admin, { ...gazette, ...bad, version: '0' }).expect(422);
  for (const [field, [, message]] of Object.entries(wrong)) {
    assert.match(answer.text, message, field);
    assert.match(answer.text, new RegExp(`href="#${field}"`));
  }
  assert.match(answer.text, /value="javascript:alert\(1\)"/);
  assert.match(answer.text, /value="Mars\/Olympus" selected|value="2\.5"/);
  assert.match(answer.text, /name="version" value="0"/);
  assert.deepEqual(await readSettings(desk.ctx.db), { settings: defaultSettings, version: 0 });
});

test('a form that lacks a field does not set it back unseen', async () => {
  const desk = await deskOf(['amal']);
  const admin = await desk.as('amal');
  const { bankDetails: _, ...lacking } = { ...gazette, version: '0' };
  const answer = await save(admin, lacking).expect(422);
  assert.match(answer.text, /The bank details/);
});

test('of two who edit the settings at once nobody loses anything', async () => {
  const desk = await deskOf(['amal']);
  const [one, two] = [await desk.as('amal'), await desk.as('amal')];
  await save(one, { ...gazette, version: '0' }).expect(303);
  const theirs = { ...gazette, name: 'The Gazette', offerDays: '10', version: '1' };
  await save(one, theirs).expect(303);
  const mine = { ...gazette, accent: '#123456', offerDays: '30', version: '1' };
  const late = await save(two, mine).expect(409);
  assert.match(late.text, /Nothing is saved yet: somebody else changed the settings/);
  assert.match(
    late.text,
    /Amal changed “The Harbour Gazette” to “The Gazette”, which is taken over\./,
  );
  assert.match(late.text, /Amal changed “14” to “10”; you wrote “30”, which is in the form\./);
  const value = (field: string) =>
    new RegExp(`name="${field}"[^>]*? value="([^"]*)"`).exec(late.text)?.[1];
  assert.equal(value('name'), 'The Gazette');
  assert.equal(value('accent'), '#123456');
  assert.equal(value('offerDays'), '30');
  assert.equal(value('version'), '2');
  assert.equal((await readSettings(desk.ctx.db)).settings.offerDays, 10);

  await save(two, { ...mine, name: 'The Gazette', version: '2' }).expect(303);
  const { settings, version } = await readSettings(desk.ctx.db);
  assert.equal(version, 3);
  assert.equal(settings.name, 'The Gazette');
  assert.equal(settings.accent, '#123456');
  assert.equal(settings.offerDays, 30);
});

test('of two who save the same version in the same moment, one is told', async () => {
  const desk = await deskOf(['amal']);
  const browsers = [await desk.as('amal'), await desk.as('amal')];
  const answers = await Promise.all(
    browsers.map((browser, n) => save(browser, { ...gazette, name: `Paper ${n}`, version: '0' })),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 409]);
  assert.equal((await readSettings(desk.ctx.db)).version, 1);
  assert.equal((await events(desk)).length, 1);
});
