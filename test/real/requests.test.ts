// Tries the form with requests as real ones come in, and with strings made to break it. The data are not
// part of this repository: SHARED_DATA names their folder.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import Handlebars from 'handlebars';
import { parse } from '../../src/platform/http.ts';
import { checkVat } from '../../src/requests/rules/vat.ts';
import { requestForm } from '../../src/requests/forms/request.ts';
import { isEmailAddress } from '../../src/requests/forms/texts.ts';
import { recipient } from '../../src/emails/rules/words.ts';
import { isCurrency } from '../../src/values/money.ts';
import { countWords, decodeEntities } from '../../src/values/text.ts';
import { fieldsOf, open, postFiles } from '../requests/browser.ts';
import { anArticle, inReview, theDesk } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';
import { dataFile } from './data.ts';

interface Sample {
  id: string;
  request: {
    article: { id: string; headline: string };
    requester: { name: string; email: string };
    organisation: {
      name: string;
      type: string;
      country: string;
      website: string | null;
      vat_id: string | null;
      address: string | null;
    };
    uses: string[];
    territory: string | string[];
    language: string;
    portion: string;
    images: boolean;
    start_offset_days: number;
    duration_months: number | null;
    exclusivity: string;
    audience: Record<string, number>;
    currency: string;
    purchase_order: string | null;
    message: string;
    accept_terms: boolean;
  };
  expected: { verdict: string; errors: { field: string; rule: string }[] };
}

type Fields = Record<string, string | string[]>;

// Our media and uses; a coursepack is teaching on paper, seats are the people of an intranet.
const uses: Record<string, Record<string, string>> = {
  print: { use: 'republish_full', medium: 'print' },
  web: { use: 'republish_full', medium: 'website' },
  newsletter: { use: 'republish_full', medium: 'newsletter' },
  translation: { use: 'translate', medium: 'website' },
  app: { use: 'republish_full', medium: 'app' },
  social: { use: 'republish_full', medium: 'social' },
  coursepack: { use: 'education', medium: 'print', purpose: 'education' },
  book: { use: 'book', medium: 'book', purpose: 'book' },
  broadcast: { use: 'broadcast_read', medium: 'broadcast' },
  podcast: { use: 'broadcast_read', medium: 'podcast' },
  intranet: { use: 'corporate_share', medium: 'intranet', purpose: 'corporate' },
};

const audiences: Record<string, string[]> = {
  print: ['print_run', 'students'],
  website: ['monthly_unique_visitors'],
  app: ['monthly_unique_visitors'],
  newsletter: ['subscribers'],
  social: ['followers'],
  book: ['copies'],
  broadcast: ['weekly_listeners'],
  podcast: ['weekly_listeners'],
  intranet: ['seats'],
};

const kinds: Record<string, string> = {
  university: 'education',
  'student newspaper': 'education',
  'book publisher': 'company',
  company: 'company',
  agency: 'agency_for_client',
};

/** Six months are taken as twelve, the next that we offer; the life of an edition has no end. */
function durationOf(months: number | null): string {
  if (months === null) return 'perpetual';
  return months <= 1 ? '1m' : months <= 3 ? '3m' : months <= 12 ? '12m' : '24m';
}

/** A sample's neutral fields as those of our form, for one of its uses; undefined where it names none. */
function fieldsFor({ request }: Sample, name: string | undefined): Fields {
  const { organisation, audience, portion, message } = request;
  const use = name === undefined ? {} : (uses[name] ?? { use: name, medium: name });
  const counted = (audiences[use['medium'] ?? ''] ?? []).map((key) => audience[key]);
  const planned = new Date(Date.parse('2026-11-23') + request.start_offset_days * 86_400_000);
  return {
    ...{ purpose: 'news', ...use, organisation: kinds[organisation.type] ?? 'news_commercial' },
    reach: String(counted.find((count) => count !== undefined) ?? ''),
    duration: durationOf(request.duration_months),
    languages: request.language === 'en' ? '' : request.language,
    territory: request.territory,
    country: organisation.country,
    images: request.images ? 'ours_with_story' : 'none',
    exclusivity: request.exclusivity,
    ...{ contactName: request.requester.name, email: request.requester.email },
    organisationName: organisation.name,
    publicationUrl: organisation.website ?? '',
    plannedDate: planned.toISOString().slice(0, 10),
    // "An excerpt of 600 words" of an article to be chosen by them is a wish to shorten it.
    edits: portion === 'whole' ? 'none' : 'shorten',
    note: message,
    ownReference: request.purchase_order ?? '',
    ...{ vatNumber: organisation.vat_id ?? '', billingAddress: organisation.address ?? '' },
    ...(request.accept_terms ? { agreeTerms: 'yes' } : {}),
    entitled: 'yes',
  };
}

const ourField: Record<string, RegExp> = {
  'requester.name': /href="#contactName">Enter your name/,
  'requester.email': /href="#email">Enter one e-mail address/,
  'organisation.country': /choose GB, its code in ISO 3166/,
  'audience.print_run': /a whole number above 0/,
  uses: /Choose what you want to do with the article/,
  'organisation.website':
    /href="#publicationUrl">The address of the publication must begin with https/,
  accept_terms: /href="#agreeTerms">Confirm that you have read the terms/,
};

interface Article {
  id: string;
  headline: string;
  body: string[];
}

function articlesOf(): Map<string, Article> {
  const text = gunzipSync(dataFile('corpus/senate-10000.jsonl.gz')).toString('utf8');
  const lines = text.split('\n', 40).filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Article).map((row) => [row.id, row]));
}

const changed = /What you filled in changes the answer/;

async function site() {
  const t = await testContext();
  const app = await t.app();
  const send = async (slug: string, fields: Fields) => {
    const path = `/articles/${slug}/republish`;
    const page = await open(
      app,
      `${path}?use=republish_full&medium=website&duration=12m&organisation=company&country=GB&purpose=news`,
    );
    const { formKey = '', termsVersion = '' } = fieldsOf(page.text, path);
    const sent = { ...fields, formKey, termsVersion };
    const first = await postFiles(app, path, { fields: sent });
    if (first.status !== 422 || !changed.test(first.text)) return first;
    // Another use than the form was opened with: its answer was shown, and is what they send now.
    const { shown = '' } = fieldsOf(first.text, path);
    return postFiles(app, path, { fields: { ...sent, shown } });
  };
  return { ...t, app, send };
}

function trySamples(samples: Sample[], articles: Map<string, Article>): void {
  for (const sample of samples)
    test(`${sample.id}: ${sample.expected.verdict}`, async () => {
      const { ctx, app, send } = await site();
      const article = articles.get(sample.request.article.id)!;
      const body = article.body.join('\n\n');
      await anArticle(ctx, article.id, {
        ...{ title: article.headline, body_text: body, word_count: countWords(body, 'en') },
      });
      const names = sample.request.uses.length === 0 ? [undefined] : sample.request.uses;
      for (const name of names) {
        const fields = fieldsFor(sample, name);
        const page = await send(article.id, fields);
        if (sample.expected.verdict === 'reject') refused(sample, page);
        else {
          assert.equal(page.status, 303, page.text);
          await shownAsTyped(await open(app, String(page.headers['location'])), fields);
        }
      }
      await nothingElse(ctx, sample);
    });
}

interface Answered {
  status: number;
  text: string;
}

/** Each expected mistake is named beside its field, and everything typed stands there still. */
function refused(sample: Sample, page: Answered): void {
  assert.equal(page.status, 422, page.text);
  for (const { field } of sample.expected.errors) {
    // The tariff decides in which currency is paid; our form has no such field and would refuse one.
    if (field === 'currency') assert.equal(isCurrency(sample.request.currency), false);
    else assert.match(page.text, ourField[field]!, field);
  }
  const { name } = sample.request.organisation;
  assert.ok(decodeEntities(page.text).includes(`value="${name}"`), 'what was typed is kept');
}

async function shownAsTyped(page: Answered, fields: Fields): Promise<void> {
  for (const name of ['contactName', 'organisationName', 'note', 'ownReference']) {
    const typed = String(fields[name]).normalize('NFC').trim();
    assert.ok(page.text.includes(Handlebars.escapeExpression(typed)), name);
  }
  const wrong = checkVat(String(fields['vatNumber'])) === 'wrong';
  assert.equal(/Please check your VAT number/.test(page.text), wrong);
}

/** One letter for each request that was taken, to its one address; none for those refused. */
async function nothingElse(ctx: Awaited<ReturnType<typeof site>>['ctx'], sample: Sample) {
  const letters = await ctx.db.selectFrom('emails').select('to_address').execute();
  const taken = await ctx.db.selectFrom('requests').selectAll().execute();
  assert.deepEqual(
    letters.map((row) => row.to_address),
    taken.map((row) => row.email),
  );
  const expected = sample.expected.verdict === 'reject' ? 0 : sample.request.uses.length;
  assert.equal(taken.length, expected);
  for (const row of taken) assert.equal(row.contact_name, row.contact_name.normalize('NFC'));
}

const textFields = {
  contactName: 'contact_name',
  organisationName: 'organisation',
  endClient: 'end_client',
  publicationTitle: 'publication_title',
  editsNote: 'edits_note',
  note: 'note',
  ownReference: 'own_reference',
} as const;
type TextField = keyof typeof textFields;
const textFieldNames = Object.keys(textFields) as TextField[];

function stringsIn(): { all: string[]; worst: string[] } {
  const corpus = JSON.parse(dataFile('strings/attack-corpus.json').toString('utf8')) as {
    sets: { name: string; items: unknown[] }[];
  };
  const texts = (items: unknown[]): string[] => items.filter((item) => typeof item === 'string');
  const blns = dataFile('strings/blns.txt')
    .toString('utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  const h5sc = dataFile('strings/h5sc-vectors.txt').toString('utf8').split('\n');
  const worst = corpus.sets.filter(({ name }) =>
    ['xss', 'handlebars', 'nameHeader', 'unicode', 'csv'].includes(name),
  );
  return {
    all: [...new Set([...corpus.sets.flatMap(({ items }) => texts(items)), ...blns, ...h5sc])],
    worst: [...new Set(worst.flatMap(({ items }) => texts(items)))],
  };
}

const plain = {
  ...{ formKey: 'k'.repeat(32), termsVersion: '1', contactName: 'Kim', email: 'kim@example.org' },
  ...{ organisationName: 'Example', agreeTerms: 'yes', entitled: 'yes' },
};

/** The text as the form takes it, or null where a clear rule refuses it. */
function taken(field: TextField, typed: string): string | null {
  const form = parse(requestForm, { ...plain, [field]: typed });
  if (form.ok) return form.value[field];
  const [problem] = form.problems;
  assert.equal(problem?.field, field);
  assert.match(problem.message, /^(Use at most|Remove the invisible|Write .* on one line|Enter )/);
  return null;
}

function tryStrings(): void {
  const { all, worst } = stringsIn();

  test(`${all.length} hostile strings in every text field are taken unchanged or refused by a clear rule`, () => {
    assert.ok(all.length > 2000);
    for (const text of all)
      for (const field of textFieldNames) {
        const kept = taken(field, text);
        if (kept !== null) assert.equal(kept, text.replace(/\r\n?/g, '\n').normalize('NFC').trim());
      }
  });

  test('what is taken comes back escaped on the guest’s page and at the desk, and adds no markup', async () => {
    const everywhere = worst.flatMap((text) => textFieldNames.map((field) => ({ field, text })));
    const somewhere = all.map((text, at) => ({
      field: textFieldNames[at % textFieldNames.length]!,
      text,
    }));
    await shownEscaped([...everywhere, ...somewhere]);
  });

  test('no hostile address is taken that a letter could not go to, alone', () => {
    const xml = dataFile('strings/isemail-tests.xml').toString('utf8');
    const listed = [...xml.matchAll(/<address>([^]*?)<\/address>/g)].map(([, text]) =>
      decodeEntities(text ?? ''),
    );
    const addresses = [...all, ...listed].filter((text) => text.includes('@'));
    assert.ok(listed.length > 100);
    for (const address of addresses.filter(isEmailAddress)) {
      assert.deepEqual(recipient({ name: '', address }), { name: '', address });
      assert.match(address, /^[\x21-\x7e]{3,254}$/);
    }
  });
}

interface Placed {
  field: TextField;
  text: string;
}

/** Puts the texts into the fields of one request, several at a time, and reads both of its pages. */
async function shownEscaped(placed: Placed[]): Promise<void> {
  const { ctx, app } = await site();
  await anArticle(ctx);
  await theDesk(ctx);
  const cookie = await signedIn(ctx, 'amal@example.org');
  const request = await inReview(ctx);
  const guest = `/requests/${ctx.links.token('request', request.id)}`;
  const desk = `/admin/requests/${request.id}`;
  const markup = (html: string): number =>
    html.split(/<(?:script|img|svg|iframe|style|form|a)\b/i).length;
  const before = { [guest]: 0, [desk]: 0 };
  for (const path of [guest, desk]) {
    // Every field must be filled once: an empty one has no row on the page.
    await setTexts(
      ctx,
      request.id,
      Object.fromEntries(textFieldNames.map((field) => [field, 'x'])),
    );
    before[path] = markup((await open(app, path, cookie)).text);
  }
  for (const texts of batches(placed)) {
    await setTexts(ctx, request.id, texts);
    for (const path of [guest, desk]) {
      const page = await open(app, path, cookie);
      assert.equal(page.status, 200);
      for (const text of Object.values(texts))
        assert.ok(page.text.includes(Handlebars.escapeExpression(text)), JSON.stringify(text));
      assert.equal(markup(page.text), before[path], JSON.stringify(texts));
    }
  }
}

/** Fills every field of each batch, so that the pages always hold the same rows. */
function batches(placed: Placed[]): Record<TextField, string>[] {
  const byField = new Map<TextField, string[]>(textFieldNames.map((field) => [field, []]));
  for (const { field, text } of placed) {
    const kept = taken(field, text);
    if (kept !== null && kept !== '') byField.get(field)?.push(kept);
  }
  const longest = Math.max(...[...byField.values()].map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => {
    const pairs = [...byField].map(([field, texts]) => [field, texts[at] ?? 'x'] as const);
    return Object.fromEntries(pairs) as Record<TextField, string>;
  });
}

async function setTexts(
  ctx: Awaited<ReturnType<typeof site>>['ctx'],
  id: string,
  texts: Record<string, string>,
): Promise<void> {
  const columns = textFieldNames.map((field) => [textFields[field], texts[field]]);
  await ctx.db
    .updateTable('requests')
    .set(Object.fromEntries(columns))
    .where('id', '=', id)
    .execute();
}

const samples = JSON.parse(dataFile('requests/requests.json').toString('utf8')) as {
  requests: Sample[];
};
trySamples(samples.requests, articlesOf());
tryStrings();
