import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { addTaxId, checkTaxId, makeCustomer, taxIdsOf, type TaxIdType } from '../customers.ts';
import { whole } from '../contract/whole.ts';
import { emit } from '../events.ts';
import { pageOf, paging } from '../lists.ts';
import { missing } from '../refusal.ts';
import {
  email,
  expandOnly,
  list,
  metadata,
  nothing,
  object,
  oneOf,
  text,
  type Check,
  type NamesOf,
} from '../shape.ts';
import { cashOf } from '../transfers.ts';
import type { World } from '../world.ts';
import { readRoutes } from './reading.ts';

const address = object({
  city: text(),
  country: text(2),
  line1: text(),
  line2: text(),
  postal_code: text(20),
  state: text(),
});
export const customFields = list(
  object({ name: text(40), value: text(140) }, ['name', 'value']),
  4,
);
const taxIdType: Check<TaxIdType> = text(40);
const taxId = object({ type: taxIdType, value: text(100) }, ['type', 'value']);

const created = {
  name: text(256),
  email,
  description: text(5000),
  phone: text(20),
  business_name: text(150),
  address,
  metadata,
  tax_exempt: oneOf('exempt', 'none', 'reverse'),
  tax_id_data: list(taxId, 5),
  preferred_locales: list(text(10)),
  invoice_settings: object({ custom_fields: customFields, footer: text(5000) }),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.CustomerCreateParams>;
const createParams = object(created);
const taxIdParams = object(
  {
    type: taxIdType,
    value: text(100),
    expand: list(text(200)),
  } satisfies NamesOf<Stripe.CustomerCreateTaxIdParams>,
  ['type', 'value'],
);
const filters = { email } satisfies NamesOf<Stripe.CustomerListParams>;
const page = object(paging);

export const customerRoutes: Route[] = [
  { method: 'POST', path: '/customers', answer: create },
  ...readRoutes({ path: '/customers', kind: 'customers', noun: 'customer', filters }),
  { method: 'GET', path: '/customers/:id/cash_balance', answer: cashBalance },
  { method: 'POST', path: '/customers/:id/tax_ids', answer: createTaxId },
  { method: 'GET', path: '/customers/:id/tax_ids', answer: listTaxIds },
  { method: 'GET', path: '/customers/:id/tax_ids/:other', answer: retrieveTaxId },
  { method: 'DELETE', path: '/customers/:id/tax_ids/:other', answer: removeTaxId },
];

export function customerWith(world: World, id: string): Stripe.Customer {
  const customer = world.records.customers.get(id);
  if (!customer) throw missing('customer', id, 'customer');
  return customer;
}

function create({ world, params }: Call) {
  const { tax_id_data: taxIds = [], expand: _expand, ...asked } = createParams(params, '');
  taxIds.forEach((each, index) => checkTaxId(each, `tax_id_data[${index}]`));
  const customer = makeCustomer(world, asked);
  for (const { type, value } of taxIds) addTaxId(world, customer.id, type, value);
  return customer;
}

function cashBalance({ world, id, params }: Call) {
  expandOnly(params, '');
  return whole('CashBalance', {
    available: cashOf(world, customerWith(world, id)),
    customer: id,
    settings: { reconciliation_mode: 'automatic', using_merchant_default: true },
  });
}

function createTaxId({ world, id, params }: Call) {
  const asked = taxIdParams(params, '');
  checkTaxId(asked, 'value');
  return addTaxId(world, customerWith(world, id).id, asked.type, asked.value);
}

function listTaxIds({ world, id, params }: Call) {
  customerWith(world, id);
  return pageOf(taxIdsOf(world, id), page(params, ''), `/v1/customers/${id}/tax_ids`);
}

function taxIdOf({ world, id, other }: Call) {
  const found = taxIdsOf(world, id).find((each) => each.id === other);
  if (!found) throw missing('tax_id', other);
  return found;
}

function retrieveTaxId(call: Call) {
  expandOnly(call.params, '');
  return taxIdOf(call);
}

function removeTaxId(call: Call) {
  nothing(call.params, '');
  const found = taxIdOf(call);
  call.world.records.taxIds.delete(found.id);
  emit(call.world, 'customer.tax_id.deleted', found);
  return { id: found.id, object: 'tax_id', deleted: true };
}
