import type Stripe from 'stripe';
import { shown } from '../money.ts';
import { cardFields, testCards } from './fields.ts';
import { markup, nothing, page, type Html } from './markup.ts';
import type { Typed } from './typed.ts';

/** An invoice as its receiver sees it, with a card form while it can be paid. */
export function invoicePage(invoice: Stripe.Invoice, typed: Typed = {}, problem = ''): string {
  const { number, status, currency } = invoice;
  const due = shown(invoice.amount_remaining, currency);
  const payable = status === 'open' || status === 'uncollectible';
  const day = invoice.due_date && new Date(invoice.due_date * 1000).toISOString().slice(0, 10);
  return page(
    `${problem ? 'Problem: ' : ''}Invoice ${number ?? ''}`,
    markup`<h1>Invoice ${number ?? ''}</h1>
      <p class="total">${payable ? due : shown(invoice.total, currency)}</p>
      ${problem ? markup`<p class="problem" role="alert">${problem}</p>` : nothing}
      <p>${states[status ?? 'draft'] ?? ''}${payable && day ? ` Due by ${day}.` : ''}</p>
      ${lines(invoice)} ${(invoice.custom_fields ?? []).map(
        ({ name, value }) => markup`<p>${name}: ${value}</p>`,
      )}
      <p><a href="/i/${invoice.id}/pdf">Invoice as PDF</a></p>
      ${payable ? payForm(invoice, typed, due) : nothing}`,
  );
}

const states: Record<string, string> = {
  open: 'This invoice is to be paid.',
  uncollectible: 'This invoice is to be paid.',
  paid: 'This invoice is paid. Thank you.',
  void: 'This invoice is void: nothing is to be paid.',
};

function lines({ lines, currency }: Stripe.Invoice): Html {
  const rows = lines.data.map(
    (line) =>
      markup`<tr>
        <th scope="row">${line.description ?? ''}</th>
        <td>${shown(line.amount, currency)}</td>
      </tr>`,
  );
  return markup`<table>
    <caption>What it is for</caption>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const payForm = (invoice: Stripe.Invoice, typed: Typed, due: string): Html =>
  markup`<h2 id="card">Pay by card</h2>
    <form method="post" action="/i/${invoice.id}" aria-labelledby="card" novalidate>
      <input type="hidden" name="method" value="card">
      ${cardFields(typed)}
      <button type="submit">Pay ${due}</button>
    </form>
    ${testCards}`;
