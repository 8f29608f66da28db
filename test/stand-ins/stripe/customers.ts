import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { emit } from './events.ts';
import { bad } from './refusal.ts';
import { freshId, type World } from './world.ts';

type Address = { [Name in keyof Stripe.Address]?: Stripe.Address[Name] };
export type NewCustomer = {
  name?: string | null;
  email?: string | null;
  description?: string;
  phone?: string;
  business_name?: string;
  address?: Address;
  metadata?: Record<string, string>;
  tax_exempt?: Stripe.Customer.TaxExempt;
  preferred_locales?: string[];
  invoice_settings?: { custom_fields?: { name: string; value: string }[]; footer?: string };
};

export function makeCustomer(world: World, wish: NewCustomer): Stripe.Customer {
  const { address, business_name: business, invoice_settings: settings, ...rest } = wish;
  const customer = whole('Customer', {
    id: freshId('cus_', 14),
    address: address ? { ...emptyAddress, ...address } : null,
    balance: 0,
    created: world.now(),
    currency: null,
    delinquent: false,
    discount: null,
    invoice_prefix: freshId('', 8).toUpperCase(),
    invoice_settings: settings ?? {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    tax_exempt: 'none',
    test_clock: null,
    metadata: {},
    ...rest,
    ...(business && { business_name: business }),
  });
  world.records.customers.set(customer.id, customer);
  emit(world, 'customer.created', customer);
  return customer;
}

const emptyAddress: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

/** How the tax numbers that this stand-in knows are written; others are taken as they are. */
const shapes: Record<string, RegExp> = {
  gb_vat: /^GB(\d{9}|\d{12}|(GD|HA)\d{3})$/,
  eu_vat:
    /^(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)[0-9A-Z+*]{2,12}$/,
  ch_vat: /^CHE-\d{3}\.\d{3}\.\d{3} (MWST|TVA|IVA)$/,
  us_ein: /^\d{2}-\d{7}$/,
};

export type TaxIdType = Stripe.CustomerCreateTaxIdParams['type'];

export function checkTaxId({ type, value }: { type: string; value: string }, at: string) {
  if (shapes[type]?.test(value) === false)
    throw bad(`Invalid value for ${type}.`, 'tax_id_invalid', at);
}

export function addTaxId(world: World, customer: string, type: TaxIdType, value: string) {
  const added = whole('TaxId', {
    id: freshId('txi_1'),
    country: /^(gb|eu|ch)_vat$/.test(type) ? value.slice(0, 2) : type.slice(0, 2).toUpperCase(),
    created: world.now(),
    customer,
    owner: { type: 'customer', customer },
    type,
    value,
    verification: { status: 'pending' },
  });
  world.records.taxIds.set(added.id, added);
  emit(world, 'customer.tax_id.created', added);
  return added;
}

export const taxIdsOf = (world: World, customer: string) =>
  [...world.records.taxIds.values()].filter((each) => each.customer === customer);

/** The tax number that a payer typed, told by its beginning. */
export function typedTaxId(text: string): { type: TaxIdType; value: string } | null {
  const value = text.replace(/[\s.]/g, '').toUpperCase();
  const type = (['gb_vat', 'eu_vat'] as const).find((each) => shapes[each]?.test(value));
  return type ? { type, value } : null;
}
