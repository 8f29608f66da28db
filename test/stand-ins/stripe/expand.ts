import { bad } from './refusal.ts';
import { listOf } from './lists.ts';
import type { World } from './world.ts';

const deepest = 4;

/**
 * Replaces ids in a copy of an answer by the objects behind them, along paths such as
 * `data.payment_intent.latest_charge`.
 */
export function expand(world: World, answer: object, paths: string[]): unknown {
  const copy: unknown = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > deepest)
      throw bad('At most four levels can be expanded.', 'expand_too_deep', path);
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
  if (step === 'line_items') fields[step] = lineItems(world, fields);
  if (!Object.hasOwn(fields, step))
    throw bad(`This property cannot be expanded (${path}).`, 'property_not_expandable', 'expand');
  const id = fields[step];
  if (typeof id === 'string') fields[step] = structuredClone(objectWith(world, id) ?? id);
  expandAlong(world, fields[step], rest, path);
}

function lineItems(world: World, session: Record<string, unknown>) {
  const record = world.records.sessions.get(String(session.id));
  return listOf(record?.lineItems ?? [], `/v1/checkout/sessions/${String(session.id)}/line_items`);
}

/** Any object of the world by its id. */
export function objectWith(world: World, id: string) {
  const { sessions, intents, charges, refunds, balance, customers } = world.records;
  return (
    sessions.get(id)?.session ??
    intents.get(id) ??
    charges.get(id) ??
    refunds.get(id) ??
    balance.get(id) ??
    customers.get(id)
  );
}
