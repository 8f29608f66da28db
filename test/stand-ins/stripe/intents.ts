import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { emit } from './events.ts';
import { freshId, type World } from './world.ts';

type Wish = {
  amount: number;
  currency: string;
  methods: string[];
  customer?: string | null;
  description?: string | null;
  metadata?: Stripe.Metadata;
  receiptEmail?: string | null;
  suffix?: string | null;
};

/** Makes a payment intent on which nothing has been tried yet. */
export function openIntent(world: World, wish: Wish): Stripe.PaymentIntent {
  const id = freshId('pi_3');
  const intent = whole('PaymentIntent', {
    id,
    amount: wish.amount,
    amount_capturable: 0,
    amount_received: 0,
    capture_method: 'automatic_async',
    client_secret: freshId(`${id}_secret_`),
    confirmation_method: 'automatic',
    created: world.now(),
    currency: wish.currency,
    customer: wish.customer ?? null,
    description: wish.description ?? null,
    metadata: wish.metadata ?? {},
    payment_method_options: {},
    payment_method_types: wish.methods,
    receipt_email: wish.receiptEmail ?? null,
    statement_descriptor_suffix: wish.suffix ?? null,
    status: 'requires_payment_method',
  });
  world.records.intents.set(id, intent);
  emit(world, 'payment_intent.created', intent);
  return intent;
}

/** Cancels an intent on which no money came and none is under way. */
export function cancelIntent(world: World, id: string | null) {
  const intent = id ? world.records.intents.get(id) : undefined;
  if (!intent || ['succeeded', 'processing', 'canceled'].includes(intent.status)) return;
  intent.status = 'canceled';
  intent.canceled_at = world.now();
  intent.next_action = null;
  emit(world, 'payment_intent.canceled', intent);
}

export function intentWith(world: World, id: string | null): Stripe.PaymentIntent {
  const intent = world.records.intents.get(id ?? '');
  if (!intent) throw new Error(`There is no payment intent ${id ?? ''}.`);
  return intent;
}
