import { sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { completeUse, type Use } from '../../pricing/rules/use.ts';
import type { RequestState } from '../../requests/rules/life.ts';
import type { Narrowing, Tab } from '../rules/tabs.ts';

export interface QueueQuery {
  tab: Tab;
  /** Part of a name, address, reference or headline; '' for all. */
  search: string;
  only: Narrowing | null;
  after: { at: Date | null; id: string } | null;
  now: Date;
  limit: number;
}

export interface QueueRow {
  id: string;
  reference: string;
  state: RequestState;
  organisation: string;
  contact_name: string;
  edits: string;
  promised_at: Date | null;
  created_at: Date;
  repeat: boolean;
}

/** How many requests stand in each state. */
export async function countByState(db: Kysely<DB>): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('requests')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

const repeat = sql<boolean>`exists (select 1 from requests as earlier
  where earlier.email = requests.email and earlier.state = 'granted' and earlier.id <> requests.id)`;

/** An article whose byline or text speaks of an agency, or whose rights nobody has settled. */
const agencyArticle = sql<boolean>`(articles.rights_check = 'held' or articles.provenance = 'wires'
  or exists (select 1 from provenance_findings as finding
    where finding.article_id = articles.id and finding.weight = 'strong' and finding.settled_as is null))`;

/** One page of the queue; one statement whatever its length. */
export async function queueRows(db: Kysely<DB>, query: QueueQuery): Promise<QueueRow[]> {
  const { tab, search, only, after, now, limit } = query;
  const rows = await db
    .selectFrom('requests')
    .select(['id', 'reference', 'state', 'organisation', 'contact_name', 'edits'])
    .select(['promised_at', 'created_at', repeat.as('repeat')])
    .where('state', 'in', tab.states)
    .$if(search !== '', (part) => part.where(matches(search)))
    .$if(only !== null, (part) => part.where(narrowed(only ?? 'late', now)))
    .$if(after !== null, (part) => part.where(behind(tab, after ?? { at: null, id: '' })))
    .$if(tab.order === 'promise', (part) => part.orderBy('promised_at').orderBy('id'))
    .$if(tab.order === 'newest', (part) => part.orderBy('created_at', 'desc').orderBy('id', 'desc'))
    .limit(limit)
    .execute();
  return rows as QueueRow[];
}

function behind(tab: Tab, { at, id }: { at: Date | null; id: string }): Expression<SqlBool> {
  if (tab.order === 'newest') return sql<SqlBool>`(created_at, id) < (${at}, ${id})`;
  if (at === null) return sql<SqlBool>`(promised_at is null and id > ${id})`;
  return sql<SqlBool>`((promised_at, id) > (${at}, ${id}) or promised_at is null)`;
}

function matches(search: string): Expression<SqlBool> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(reference ilike ${like} or organisation ilike ${like} or contact_name ilike ${like}
    or email ilike ${like} or publication_title ilike ${like}
    or exists (select 1 from request_items join articles on articles.id = request_items.article_id
      where request_items.request_id = requests.id and articles.title ilike ${like}))`;
}

function narrowed(only: Narrowing, now: Date): Expression<SqlBool> {
  if (only === 'late') return sql<SqlBool>`(promised_at < ${now} and state = 'in_review')`;
  if (only === 'repeat') return repeat;
  const item = (condition: Expression<SqlBool>): Expression<SqlBool> =>
    sql<SqlBool>`exists (select 1 from request_items join articles on articles.id = request_items.article_id
      where request_items.request_id = requests.id and request_items.left_out_why is null and ${condition})`;
  if (only === 'agency') return item(agencyArticle);
  return item(sql<SqlBool>`request_items.use ->> 'exclusivity' <> 'none'`);
}

export interface QueueItem {
  requestId: string;
  title: string;
  language: string;
  use: Use;
  quote: Quote;
  agencyText: boolean;
}

/** The articles that are in these requests, in their order; one statement for a whole page. */
export async function itemsOfRequests(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<QueueItem[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('request_items')
    .innerJoin('articles', 'articles.id', 'request_items.article_id')
    .select(['request_items.request_id as requestId', 'articles.title', 'articles.language'])
    .select(['request_items.use', 'request_items.quote', agencyArticle.as('agencyText')])
    .where('request_items.request_id', 'in', ids)
    .where('request_items.left_out_why', 'is', null)
    .orderBy('request_items.position')
    .execute();
  return (rows as QueueItem[]).map((row) => ({ ...row, use: completeUse(row.use) }));
}
