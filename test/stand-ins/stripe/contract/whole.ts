import type Stripe from 'stripe';
import { answers, type Definition } from './definitions.ts';

/** The objects that the stand-in makes, by the name of their definition. */
export interface Kinds {
  Account: Stripe.Account;
  BalanceTransaction: Stripe.BalanceTransaction;
  CashBalance: Stripe.CashBalance;
  Charge: Stripe.Charge;
  'Checkout.Session': Stripe.Checkout.Session;
  CreditNote: Stripe.CreditNote;
  CreditNoteLineItem: Stripe.CreditNoteLineItem;
  Customer: Stripe.Customer;
  Dispute: Stripe.Dispute;
  Invoice: Stripe.Invoice;
  InvoiceItem: Stripe.InvoiceItem;
  InvoiceLineItem: Stripe.InvoiceLineItem;
  InvoicePayment: Stripe.InvoicePayment;
  LineItem: Stripe.LineItem;
  PaymentIntent: Stripe.PaymentIntent;
  PaymentMethod: Stripe.PaymentMethod;
  Price: Stripe.Price;
  Product: Stripe.Product;
  'Radar.EarlyFraudWarning': Stripe.Radar.EarlyFraudWarning;
  Refund: Stripe.Refund;
  TaxId: Stripe.TaxId;
  WebhookEndpoint: Stripe.WebhookEndpoint;
}

/** Any part of an object; a decimal is a text on the wire. */
export type Sketch<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends (infer Each)[]
      ? Sketch<Each>[]
      : { [Name in keyof T]?: Sketch<T[Name]> };

/**
 * The whole object for what is told of it: every field that the SDK's type requires is there, null,
 * false or empty where `told` does not say otherwise. Throws where a text or number would be needed.
 */
export function whole<Name extends keyof Kinds>(
  name: Name,
  told: Sketch<Kinds[Name]>,
): Kinds[Name] {
  const made: unknown = completed(definition(name), told, name);
  return made as Kinds[Name];
}

function definition(name: string): Definition {
  const found = answers.get(name);
  if (!found) throw new Error(`The SDK has no type ${name}.`);
  return found;
}

function completed(schema: Definition, told: unknown, at: string): unknown {
  if (Array.isArray(told)) return told.map((each) => completed(itemsOf(schema), each, at));
  if (typeof told !== 'object' || told === null) return told;
  const shape = objectIn(schema);
  const named = Object.entries(told).filter(([, value]) => value !== undefined);
  const given = named.map(([key, value]) => [
    key,
    completed(shape.properties?.[key] ?? {}, value, `${at}.${key}`),
  ]);
  const has = new Set(named.map(([key]) => key));
  const missing = (shape.required ?? []).filter((key) => !has.has(key));
  const empty = missing.map((key) => [key, neutral(shape.properties?.[key] ?? {}, `${at}.${key}`)]);
  return Object.fromEntries([...given, ...empty]);
}

/** The definition of an object within alternatives such as an id, null or the object itself. */
function objectIn(schema: Definition): Definition {
  if (schema.$ref) return objectIn(definition(schema.$ref));
  if (!schema.anyOf) return schema;
  return objectIn(schema.anyOf.find((each) => each.$ref || each.type === 'object') ?? {});
}

const itemsOf = (schema: Definition): Definition =>
  schema.items ?? schema.anyOf?.find((each) => each.items)?.items ?? {};

function neutral(schema: Definition, at: string): unknown {
  if (schema.$ref) return neutral(definition(schema.$ref), at);
  const types = [schema.type, ...(schema.anyOf ?? []).map(({ type }) => type)].flat();
  if (types.includes('null')) return null;
  if (types.includes('array')) return [];
  if (types.includes('boolean')) return false;
  if (schema.const !== undefined) return schema.const;
  if (schema.type === 'object') return completed(schema, {}, at);
  throw new Error(`${at} has to be told.`);
}
