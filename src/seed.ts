import { fileURLToPath } from 'node:url';
import { findArticle } from './articles/actions/find-article.ts';
import { importFrom } from './articles/actions/import-from.ts';
import { setFlags } from './articles/actions/set-flags.ts';
import { setPictureRights } from './articles/actions/set-picture-rights.ts';
import type { Flags } from './articles/rules/desk.ts';
import type { Context } from './platform/context.ts';
import type { Actor } from './platform/events.ts';
import { defaultSettings, readSettings, saveSettings } from './platform/settings.ts';
import { plainUse, type Use } from './pricing/rules/use.ts';
import type { Submission } from './requests/actions/new-request.ts';
import { submitRequest } from './requests/actions/submit-request.ts';
import { verifyEmail } from './requests/actions/verify-email.ts';
import { addStaff, staffAddresses, type NewPerson } from './staff/actions.ts';
import { currentTerms } from './terms/actions.ts';

export const amal: NewPerson = { name: 'Amal', email: 'amal@example.org', role: 'admin' };
const bo: NewPerson = { name: 'Bo', email: 'bo@example.org', role: 'viewer' };
const fin: NewPerson = { name: 'Fin', email: 'fin@example.org', role: 'finance' };

const newsroom = {
  ...defaultSettings,
  name: 'The Harbour Gazette',
  legalName: 'Harbour Gazette Ltd',
  siteUrl: 'https://gazette.example.org/',
  email: 'licensing@example.org',
  address: '3 Quay Street\nSaltmouth',
  bankDetails: 'Harbour Gazette Ltd, account 00012345, sort code 10-88-00',
};

/** Fills an empty database with the demo newsroom; one that holds settings already is left alone. */
export async function seedDemo(ctx: Context): Promise<void> {
  const { version } = await readSettings(ctx.db);
  if (version > 0) return;
  const feed = fileURLToPath(new URL('./demo-feed.json', import.meta.url));
  const report = await importFrom(ctx, feed, () => undefined);
  if (report.error !== null) throw new Error(report.error);
  const there = new Set((await staffAddresses(ctx.db, 'read')).map(({ address }) => address));
  for (const person of [amal, bo, fin]) if (!there.has(person.email)) await addStaff(ctx, person);
  for (const [address, change] of demoFlags) await flag(ctx, address, change);
  for (const asked of demoRequests) await ask(ctx, asked);
  // Last, because it is what tells a seeded database from an empty one.
  await ctx.transaction((tx) => saveSettings(tx, newsroom, 0));
}

interface Asked {
  /** Address of the original, which the feed decides; the slug is ours to make. */
  article: string;
  use: Partial<Use>;
  from: Partial<Submission>;
}

/** What an editor would have settled: one article is free, one has pictures to pass on, one is not for sale. */
const demoFlags: [string, Partial<Flags>][] = [
  ['https://gazette.example.org/environment/bees-of-the-quarry', { ccLicence: 'CC-BY-ND-4.0' }],
  ['https://gazette.example.org/environment/river-wall-holds', {}],
  ['https://gazette.example.org/politics/council-by-election', { licensable: false }],
];

async function flag(ctx: Context, address: string, change: Partial<Flags>): Promise<void> {
  const article = await findArticle(ctx.db, address, ctx.links.baseUrl);
  if (article === null) throw new Error(`the demo feed has no ${address}`);
  const pictures = await ctx.db
    .selectFrom('article_pictures')
    .select(['id', 'credit'])
    .where('article_id', '=', article.id)
    .execute();
  const by: Actor = { type: 'staff', id: null, name: amal.name };
  for (const { id, credit } of pictures) {
    const rights = { distributable: true, credit, blockedIn: [], note: '' };
    await setPictureRights(ctx, { articleId: article.id, pictureId: id }, { rights, by });
  }
  const flags: Flags = {
    ...{ licensable: true, coPublished: false, provenance: 'staff', rightsholder: '' },
    ...{ embargoUntil: null, withdrawn: false, ccLicence: null, why: '', ...change },
  };
  await setFlags(ctx, article.id, flags, by);
}

/** Two requests wait at the desk, so that it can be looked at before anybody has asked. */
const demoRequests: Asked[] = [
  {
    article: 'https://gazette.example.org/society/night-bus',
    use: { reach: { kind: 'upTo', value: 250_000 }, duration: '3m' },
    from: {
      contactName: 'Charlie Reeve',
      email: 'charlie@example.org',
      organisationName: 'The Daily Example',
      publicationTitle: 'The Daily Example',
      publicationUrl: 'https://daily.example.org/',
      note: 'We would run it on Saturday, beside our own piece on shift work.',
    },
  },
  {
    article: 'https://gazette.example.org/education/school-kitchen',
    use: { organisation: 'news_nonprofit', languages: ['cy'], use: 'translate' },
    from: {
      contactName: 'Nia Penry',
      email: 'nia@example.org',
      organisationName: 'Radio Commons',
      publicationTitle: 'Radio Commons online',
      publicationUrl: 'https://commons.example.org/',
      note: 'A Welsh translation for our site. We are a charity.',
    },
  },
];

const smallSite: Use = { ...plainUse, reach: { kind: 'upTo', value: 50_000 } };

async function ask(ctx: Context, { article, use, from }: Asked): Promise<void> {
  const terms = await currentTerms(ctx.db);
  const found = await findArticle(ctx.db, article, ctx.links.baseUrl);
  if (found === null) throw new Error(`the demo feed has no ${article}`);
  const submission: Submission = {
    // The same every time: a seeding that was cut off and begun again asks only once.
    formKey: `demo-${found.slug}`,
    termsVersion: terms.version,
    contactName: '',
    email: '',
    organisationName: '',
    endClient: '',
    publicationTitle: '',
    publicationUrl: '',
    plannedDate: null,
    edits: 'none',
    editsNote: '',
    note: '',
    ownReference: '',
    paywalled: false,
    withAds: true,
    counter: true,
    legalName: '',
    billingAddress: '',
    billingCountry: '',
    vatNumber: '',
    invoiceEmail: '',
    payBy: 'card',
    ...from,
  };
  const asked = {
    articles: [found.slug],
    use: { ...smallSite, ...use },
    submission,
    files: [],
  };
  const submitted = await submitRequest(ctx, asked);
  if (!('request' in submitted)) throw new Error(`the demo request for ${article} was refused`);
  await verifyEmail(ctx, submitted.request.id);
}
