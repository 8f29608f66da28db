import type Stripe from 'stripe';
import { cardOf, debitOf, type Card } from '../cards.ts';
import type { Payer } from '../checkout.ts';
import { typedTaxId } from '../customers.ts';
import { idOf, type Means, type World } from '../world.ts';

export type Typed = Record<string, string>;

/** The card or account that was typed, or what is wrong with it. */
export function meansTyped(world: World, methods: string[], typed: Typed): Means | string {
  if (typed.method === 'debit') {
    const debit = debitOf(typed.iban ?? `${typed.sort_code ?? ''}${typed.account_number ?? ''}`);
    if (!debit || !methods.includes(debit.type))
      return 'Enter one of the test accounts shown with the form; others are refused.';
    return { debit };
  }
  const card = cardOf(typed.number ?? '');
  if (!card || !methods.includes('card'))
    return 'Enter one of the public test card numbers; others are refused.';
  return cardTyped(world, card, typed);
}

function cardTyped(world: World, card: Card, typed: Typed): Means | string {
  const match = /^\s*(\d{1,2})\s*\/?\s*(?:20)?(\d{2})\s*$/.exec(typed.expiry ?? '');
  const month = Number(match?.[1]);
  const year = 2000 + Number(match?.[2]);
  if (!(month >= 1 && month <= 12)) return 'Enter the expiry as month and year, like 12/34.';
  if (Date.UTC(year, month) / 1000 <= world.now()) return 'Enter an expiry that is not past.';
  if (!/^\d{3}$/.test(typed.cvc ?? '')) return 'Enter the three digits of the security code.';
  return { card, month, year };
}

/** Who pays on a session's page, or what is missing. */
export function payerTyped(
  world: World,
  session: Stripe.Checkout.Session,
  typed: Typed,
): Payer | string {
  const name = typed.name?.trim() ?? '';
  const email = knownEmail(world, session) ?? typed.email?.trim() ?? '';
  if (!name) return 'Enter the name.';
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'Enter an e-mail address.';
  const businessName = typed.business_name?.trim() || null;
  const { business } = session.name_collection ?? {};
  if (business?.enabled && !business.optional && !businessName) return 'Enter the company’s name.';
  const taxId = typedTaxId(typed.tax_id ?? '');
  if (typed.tax_id?.trim() && !taxId) return 'Enter a British or European VAT number, or none.';
  const country = typed.country ?? null;
  if (session.automatic_tax.enabled && country === null) return 'Choose a country.';
  return { name, email, country, businessName, taxId };
}

/** The address that the session was made with, or its customer's. */
export const knownEmail = (world: World, session: Stripe.Checkout.Session): string | null =>
  session.customer_email ??
  world.records.customers.get(idOf(session.customer) ?? '')?.email ??
  null;
