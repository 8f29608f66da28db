import type { Context } from '../../src/platform/context.ts';
import {
  saveSettings,
  defaultSettings,
  readSettings,
  type Settings,
} from '../../src/platform/settings.ts';
import { plainUse, type Use } from '../../src/pricing/rules/use.ts';
import type { RequestRow } from '../../src/requests/actions/read.ts';
import { requestById } from '../../src/requests/actions/read.ts';
import { submitRequest, type NewRequest } from '../../src/requests/actions/submit-request.ts';
import type { Submission } from '../../src/requests/actions/new-request.ts';
import { verifyEmail } from '../../src/requests/actions/verify-email.ts';
import { decide, type Decision } from '../../src/review/actions/decide.ts';
import { addStaff } from '../../src/staff/actions.ts';
import type { Actor } from '../../src/platform/events.ts';
import { currentTerms } from '../../src/terms/actions.ts';
import { contentHash, countWords } from '../../src/values/text.ts';

const body = `The river rose on Tuesday. ${'Nobody had moved the school, and so the water came in. '.repeat(80)}`;

/** An article of the newsroom's own staff; anything else by `change`. */
export async function anArticle(
  ctx: Context,
  slug = 'river-town-floods',
  change: Record<string, unknown> = {},
): Promise<string> {
  const id = ctx.newId();
  const url = `https://news.example.org/${slug}`;
  const title = 'River town floods';
  const row = {
    ...{ id, slug, url, url_key: `news.example.org/${slug}`, title, bylines: '["Ada Writer"]' },
    ...{ body_html: `<p>${body}</p>`, body_text: body, section: 'World', language: 'en' },
    ...{ word_count: countWords(body, 'en'), paragraph_count: 1 },
    content_hash: contentHash(title, body),
    import_hash: contentHash(slug, title, body),
    ...{ published_at: new Date('2026-11-20T08:00:00Z'), search: 'river' },
    ...{ imported_at: ctx.now(), changed_at: ctx.now(), sort_at: ctx.now(), ...change },
  };
  await ctx.db.insertInto('articles').values(row).execute();
  return id;
}

/** A site of up to 250,000 views for three months: £140 × 0.7 by the starter tariff, before words count. */
export function aUse(change: Partial<Use> = {}): Use {
  return {
    ...plainUse,
    duration: '3m',
    reach: { kind: 'upTo', value: 250_000 },
    ...change,
  };
}

/** The Daily Example, which pays. */
export async function aSubmission(
  ctx: Context,
  change: Partial<Submission> = {},
): Promise<Submission> {
  return {
    ...{ formKey: ctx.newToken(), termsVersion: (await currentTerms(ctx.db)).version },
    ...{
      contactName: 'Kim Sample',
      email: 'kim@example.org',
      organisationName: 'The Daily Example',
    },
    ...{
      endClient: '',
      publicationTitle: 'The Daily Example',
      publicationUrl: '',
      plannedDate: null,
    },
    ...{
      edits: 'none',
      editsNote: '',
      note: '',
      ownReference: '',
      paywalled: false,
      withAds: false,
    },
    ...{ counter: true, legalName: '', billingAddress: '', billingCountry: '', vatNumber: '' },
    ...{ invoiceEmail: '', payBy: 'card', ...change },
  };
}

export async function aNewRequest(
  ctx: Context,
  change: { articles?: string[]; use?: Partial<Use>; submission?: Partial<Submission> } = {},
): Promise<NewRequest> {
  return {
    articles: change.articles ?? ['river-town-floods'],
    use: aUse(change.use),
    submission: await aSubmission(ctx, change.submission),
    files: [],
  };
}

type Change = Parameters<typeof aNewRequest>[1];

/** A request whose address is not confirmed yet. */
export async function unverified(ctx: Context, change: Change = {}): Promise<RequestRow> {
  const submitted = await submitRequest(ctx, await aNewRequest(ctx, change));
  if (submitted.kind !== 'created') throw new Error(`the request was ${submitted.kind}`);
  return submitted.request;
}

/** A request that waits for an editor. */
export async function inReview(ctx: Context, change: Change = {}): Promise<RequestRow> {
  const request = await unverified(ctx, change);
  await verifyEmail(ctx, request.id);
  return again(ctx, request);
}

/** The request as it stands now. */
export async function again(ctx: Context, { id }: { id: string }): Promise<RequestRow> {
  const row = await requestById(ctx.db, id);
  if (row === null) throw new Error('the request is gone');
  return row;
}

export const amal: Actor = { type: 'staff', id: null, name: 'Amal' };

/** A decision on the request as it stands now. */
export async function decided(
  ctx: Context,
  request: RequestRow,
  change: Partial<Decision> & Pick<Decision, 'verb'>,
): Promise<RequestRow> {
  await decide(ctx, request.id, {
    decision: aDecision(await again(ctx, request), change),
    by: amal,
  });
  return again(ctx, request);
}

export function aDecision(
  request: RequestRow,
  change: Partial<Decision> & Pick<Decision, 'verb'>,
): Decision {
  const { version } = request;
  // Nothing is given away without a reason.
  const waiver = ['grant_free', 'reprice'].includes(change.verb) ? 'goodwill' : null;
  return {
    ...{ version, note: '', amounts: [], reason: null, alternative: 'none', key: '' },
    ...{ waiver, waiverWords: '', ...change },
  };
}

/** The desk's people: Amal decides, Bo reads, Fin has the money. */
export async function theDesk(ctx: Context): Promise<void> {
  await addStaff(ctx, { name: 'Amal', email: 'amal@example.org', role: 'admin' });
  await addStaff(ctx, { name: 'Bo', email: 'bo@example.org', role: 'viewer' });
  await addStaff(ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
}

export async function setSettings(ctx: Context, change: Partial<Settings>): Promise<void> {
  const { version } = await readSettings(ctx.db);
  await ctx.transaction((tx) => saveSettings(tx, { ...defaultSettings, ...change }, version));
}

/** The history of a request as "before verb after by". */
export async function history(ctx: Context, { id }: { id: string }): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('events')
    .selectAll()
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(
    (row) => `${row.before_state ?? '-'} ${row.verb} ${row.after_state ?? '-'} (${row.actor_name})`,
  );
}

/** The letters written so far as "kind to address", oldest first. */
export async function letters(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.selectFrom('emails').selectAll().orderBy('id').execute();
  return rows.map((row) => `${row.kind} to ${row.to_address}`);
}
