import { sql, type Kysely, type Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { When } from '../../pricing/rules/tariff.ts';
import type { Day } from '../../values/period.ts';
import type { AllowanceKept } from '../rules/allowance.ts';
import type { AllowancePeriod } from '../rules/periods.ts';

/** The newest period in which an allowance was used, and how often; joined laterally to `allowances`. */
const newestUse = sql`(select period_start, count(*) as uses from allowance_uses
  where allowance_uses.allowance_id = allowances.id
  group by period_start order by period_start desc limit 1)`;

/** Articles that requests were promised by it which were accepted and wait for the payment of the rest. */
const promised = sql`(select count(*) from request_items join requests on requests.id = request_items.request_id
  where requests.state = 'accepted' and left_out_why is null
    and request_items.quote ->> 'allowance' = allowances.id::text)`;

interface UseColumns {
  period_start: Day | null;
  uses: number | null;
  promised: number | null;
}

type AllowanceColumns = Pick<
  Selectable<DB['allowances']>,
  'id' | 'name' | 'articles' | 'period' | 'starts_on' | 'ends_on' | 'conditions' | 'ended_at'
>;

function keptOf(row: AllowanceColumns & UseColumns): AllowanceKept {
  const { id, name, articles, starts_on, ends_on, period_start: period, uses } = row;
  return {
    ...{ id, name, articles, starts_on, ends_on },
    period: row.period as AllowancePeriod,
    when: row.conditions as When,
    ended: row.ended_at !== null,
    newestUse: period === null ? null : { period, articles: Number(uses) },
    promised: Number(row.promised),
  };
}

export interface KnownRow {
  organisation_id: string;
  organisation_name: string;
  kind: string;
  programme: string | null;
  /** Last day of the newest proof of the claimed kind that nobody ended. */
  proven_until: Day | null;
  invoice_terms: boolean;
}

interface Claim {
  address: string;
  domain: string;
  kind: string;
  today: Day;
}

/** The organisation that an address belongs to, with its proof of the kind and its running allowances. */
export async function organisationKnownBy(
  db: Kysely<DB>,
  { address, domain, kind, today }: Claim,
): Promise<{ organisation: KnownRow; allowances: AllowanceKept[] } | null> {
  // A row for each allowance, or one with nulls.
  type Row = KnownRow & UseColumns & { [K in keyof AllowanceColumns]: AllowanceColumns[K] | null };
  const { rows } = await sql<Row>`
    select organisations.id as organisation_id, organisations.name as organisation_name, organisations.kind,
      organisations.programme, organisations.invoice_terms, proof.valid_until as proven_until, allowances.id, allowances.name,
      allowances.articles, allowances.period, allowances.starts_on, allowances.ends_on, allowances.conditions,
      allowances.ended_at, newest.period_start, newest.uses, ${promised} as promised
    from (select organisation_id from organisation_addresses where address in (${address}, ${domain})
      order by (address = ${address}) desc limit 1) as found
    join organisations on organisations.id = found.organisation_id
    left join lateral (select valid_until from organisation_proofs
      where organisation_id = organisations.id and organisation_proofs.kind = ${kind} and ended_at is null
      order by valid_until desc limit 1) as proof on true
    left join allowances on allowances.organisation_id = organisations.id and allowances.ended_at is null
      and allowances.starts_on <= ${today} and (allowances.ends_on is null or allowances.ends_on >= ${today})
    left join lateral ${newestUse} as newest on true
    order by allowances.starts_on, allowances.id`.execute(db);
  const [organisation] = rows;
  if (organisation === undefined) return null;
  const held = rows.filter((row): row is Row & AllowanceColumns => row.id !== null);
  return { organisation, allowances: held.map(keptOf) };
}

/** These allowances with their newest use, whoever holds them. */
export async function allowancesWithIds(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<AllowanceKept[]> {
  const { rows } = await sql<AllowanceColumns & UseColumns>`
    select allowances.id, name, articles, period, starts_on, ends_on, conditions, ended_at, period_start, uses,
      ${promised} as promised
    from allowances left join lateral ${newestUse} as newest on true
    where allowances.id in (${sql.join(ids)})`.execute(db);
  return rows.map(keptOf);
}
