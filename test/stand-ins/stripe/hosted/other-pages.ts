import type Stripe from 'stripe';
import { shown } from '../money.ts';
import { markup, nothing, page } from './markup.ts';

/** The page of the card's bank: the payer confirms or refuses. */
export function threeDSecurePage(intent: Stripe.PaymentIntent): string {
  const total = shown(intent.amount, intent.currency);
  return page(
    `Confirm ${total} with your bank`,
    markup`<h1>Your bank asks: is this you?</h1>
      <p class="total">${total}</p>
      <p>This page stands in for the 3-D Secure page of the card's bank.</p>
      <form method="post" action="/c/3ds/${intent.id}">
        <button type="submit" name="answer" value="complete">Complete</button>
        <button class="second" type="submit" name="answer" value="fail">Fail</button>
      </form>`,
  );
}

/** A session on which nobody can pay any more. */
export function closedPage(session: Stripe.Checkout.Session): string {
  const done = session.status === 'complete';
  const back = done ? session.success_url : session.cancel_url;
  return page(
    done ? 'Payment done' : 'Page expired',
    markup`<h1>${done ? 'This payment is done' : 'This payment page has expired'}</h1>
      <p>
        ${done ? 'Nothing more is to be paid here.' : 'No money was taken. Start the payment again from the page you came from.'}
      </p>
      ${back ? markup`<p><a href="${back.replaceAll('{CHECKOUT_SESSION_ID}', session.id)}">Go back</a></p>` : nothing}`,
  );
}

export const unknownPage = (): string =>
  page(
    'Page not found',
    markup`<h1>There is no such page</h1>
      <p>The address is not one of a payment that this stand-in knows.</p>`,
  );

export const frontPage = (): string =>
  page(
    'Stripe stand-in',
    markup`<h1>A stand-in for Stripe</h1>
      <p>
        It answers a part of the API of Stripe for development and tests, on this machine only.
        Payments here are played, not made.
      </p>`,
  );
