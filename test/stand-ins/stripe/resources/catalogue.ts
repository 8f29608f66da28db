import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { whole } from '../contract/whole.ts';
import { emit } from '../events.ts';
import { checkCurrency } from '../money.ts';
import { missing } from '../refusal.ts';
import { integer, list, metadata, object, oneOf, refused, text, type NamesOf } from '../shape.ts';
import { freshId, type World } from '../world.ts';

const productParams = object(
  {
    name: text(250),
    description: text(40_000),
    metadata,
    tax_code: text(50),
    expand: list(text(200)),
  } satisfies NamesOf<Stripe.ProductCreateParams>,
  ['name'],
);
const priceParams = object(
  {
    product: text(255),
    currency: text(3),
    unit_amount: integer(0, 99_999_999_999),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    nickname: text(500),
    metadata,
    expand: list(text(200)),
    recurring: refused('subscriptions'),
  } satisfies NamesOf<Stripe.PriceCreateParams>,
  ['product', 'currency', 'unit_amount'],
);

/** Stored products and prices: the official command line tool sells by them. */
export const catalogueRoutes: Route[] = [
  { method: 'POST', path: '/products', answer: createProduct },
  { method: 'POST', path: '/prices', answer: createPrice },
];

function createProduct({ world, params }: Call) {
  const { expand: _expand, ...asked } = productParams(params, '');
  const product = whole('Product', {
    id: freshId('prod_', 14),
    active: true,
    created: world.now(),
    default_price: null,
    metadata: {},
    type: 'service',
    updated: world.now(),
    ...asked,
  });
  world.records.products.set(product.id, product);
  emit(world, 'product.created', product);
  return product;
}

function createPrice({ world, params }: Call) {
  const asked = priceParams(params, '');
  checkCurrency(asked.currency, 'currency');
  if (!world.records.products.has(asked.product))
    throw missing('product', asked.product, 'product');
  const price = priceObject(world, asked);
  world.records.prices.set(price.id, price);
  emit(world, 'price.created', price);
  return price;
}

type NewPrice = {
  product: string;
  currency: string;
  unit_amount: number;
  tax_behavior?: Stripe.Price.TaxBehavior;
  nickname?: string;
  metadata?: Stripe.Metadata;
};

/** A price of so many minor units for one piece; `active` when it was stored for later use. */
export function priceObject(world: World, wish: NewPrice, active = true): Stripe.Price {
  return whole('Price', {
    id: freshId('price_1'),
    active,
    billing_scheme: 'per_unit',
    created: world.now(),
    currency: wish.currency,
    metadata: wish.metadata ?? {},
    nickname: wish.nickname ?? null,
    product: wish.product,
    tax_behavior: wish.tax_behavior ?? 'unspecified',
    type: 'one_time',
    unit_amount: wish.unit_amount,
    unit_amount_decimal: String(wish.unit_amount),
  });
}
