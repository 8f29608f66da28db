import { paymentsOf } from './invoicing.ts';
import { listOf } from './lists.ts';
import { taxIdsOf } from './customers.ts';
import { bad } from './refusal.ts';
import { idOf, type Objects, type World } from './world.ts';

const deepest = 4;

/**
 * Replaces ids in a copy of an answer by the objects behind them, along paths such as
 * `data.payment_intent.latest_charge`, and adds the lists that are told only when asked for.
 */
export function expand(world: World, answer: object, paths: string[]): unknown {
  const copy: unknown = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > deepest)
      throw bad('At most four levels can be expanded.', undefined, 'expand');
    expandAlong(world, copy, steps, path);
  }
  return copy;
}

function expandAlong(world: World, holder: unknown, steps: string[], path: string) {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (Array.isArray(holder)) {
    for (const each of holder) expandAlong(world, each, steps, path);
    return;
  }
  if (typeof holder !== 'object' || holder === null) return;
  const fields = holder as Record<string, unknown>;
  const included = inclusions[`${String(fields.object)}.${step}`];
  if (included) fields[step] = structuredClone(included(world, String(fields.id)));
  if (!Object.hasOwn(fields, step))
    throw bad(`This property cannot be expanded (${path}).`, undefined, 'expand');
  const id = fields[step];
  if (typeof id === 'string') fields[step] = structuredClone(objectWith(world, id) ?? id);
  expandAlong(world, fields[step], rest, path);
}

const inclusions: Record<string, (world: World, id: string) => object> = {
  'checkout.session.line_items': (world, id) =>
    listOf(
      world.records.sessions.get(id)?.lineItems ?? [],
      `/v1/checkout/sessions/${id}/line_items`,
    ),
  'invoice.payments': (world, id) =>
    listOf(paymentsOf(world, id), `/v1/invoice_payments?invoice=${id}`),
  'charge.refunds': (world, id) =>
    listOf(
      [...world.records.refunds.values()].filter(({ charge }) => idOf(charge) === id).toReversed(),
      `/v1/charges/${id}/refunds`,
    ),
  'customer.tax_ids': (world, id) => listOf(taxIdsOf(world, id), `/v1/customers/${id}/tax_ids`),
};

const kinds: (keyof Objects)[] = [
  ...(['intents', 'charges', 'methods', 'refunds', 'disputes', 'warnings', 'balance'] as const),
  ...(['customers', 'taxIds', 'products', 'prices', 'invoices', 'invoiceItems'] as const),
  ...(['invoicePayments', 'creditNotes', 'account', 'endpoints'] as const),
];

/** Any object of the world by its id. */
export function objectWith(world: World, id: string): object | undefined {
  const session = world.records.sessions.get(id)?.session;
  if (session) return session;
  return kinds.map((kind) => world.records[kind].get(id)).find((found) => found !== undefined);
}
