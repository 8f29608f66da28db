import { shown } from '../money.ts';
import type { CheckoutRecord } from '../world.ts';
import { markup, nothing, page, type Html } from './markup.ts';

export type Typed = Record<string, string>;

/** The page on which somebody pays; `problem` is shown on top and what was typed stays. */
export function payPage(record: CheckoutRecord, typed: Typed = {}, problem = ''): string {
  const { session } = record;
  const total = shown(session.amount_total ?? 0, session.currency ?? '');
  const debit = record.methods.find((method) => method.endsWith('_debit'));
  return page(
    `${problem ? 'Problem: ' : ''}Pay ${total}`,
    markup`<h1>Pay the newsroom</h1>
      <p class="total">${total}</p>
      ${problem ? markup`<p class="problem" role="alert">${problem}</p>` : nothing} ${items(record)}
      ${session.custom_text.submit ? markup`<p>${session.custom_text.submit.message}</p>` : nothing}
      ${record.methods.includes('card') ? cardForm(record, typed, total) : nothing}
      ${debit ? debitForm(record, typed, { debit, total }) : nothing}
      ${session.cancel_url ? markup`<p><a href="${session.cancel_url}">Cancel and go back</a></p>` : nothing}`,
  );
}

function items({ session, lineItems }: CheckoutRecord): Html {
  const rows = lineItems.map(
    (item) =>
      markup`<tr>
        <th scope="row">${item.description ?? ''}</th>
        <td>${shown(item.amount_total, session.currency ?? '')}</td>
      </tr>`,
  );
  return markup`<table>
    <caption>What is paid for</caption>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function cardForm(record: CheckoutRecord, typed: Typed, total: string): Html {
  return markup`<h2 id="card">Pay by card</h2>
    <form method="post" action="/c/pay/${record.session.id}" aria-labelledby="card" novalidate>
      <input type="hidden" name="method" value="card">
      ${field(typed, { id: 'card-number', name: 'number', label: 'Card number', autocomplete: 'cc-number', numeric: true })}
      <div class="pair">
        <div>
          ${field(typed, { id: 'card-expiry', name: 'expiry', label: 'Expiry (month/year)', autocomplete: 'cc-exp' })}
        </div>
        <div>
          ${field(typed, { id: 'card-cvc', name: 'cvc', label: 'Security code', autocomplete: 'cc-csc', numeric: true })}
        </div>
      </div>
      ${field(typed, { id: 'card-name', name: 'name', label: 'Name on the card', autocomplete: 'cc-name' })}
      ${shared(record, typed, 'card')}
      <button type="submit">Pay ${total}</button>
    </form>
    ${testCards}`;
}

const testCards = markup`<details>
  <summary>Card numbers that work here</summary>
  <p>Any later date and any three digits go with them.</p>
  <ul>
    <li><code>4242 4242 4242 4242</code> pays</li>
    <li><code>5555 5555 5555 4444</code> pays</li>
    <li><code>4000 0027 6000 3184</code> asks for 3-D Secure</li>
    <li><code>4000 0000 0000 0002</code> is declined</li>
    <li><code>4000 0000 0000 9995</code> has no funds</li>
    <li><code>4000 0000 0000 0069</code> has expired</li>
  </ul>
</details>`;

function debitForm(
  record: CheckoutRecord,
  typed: Typed,
  { debit, total }: { debit: string; total: string },
): Html {
  const sepa = debit === 'sepa_debit';
  return markup`<h2 id="debit">Or by ${sepa ? 'SEPA' : 'Bacs'} Direct Debit</h2>
    <p class="hint">
      The bank answers later; until then the payment is under way.
      ${sepa ? 'Test accounts: AT61 1904 3002 3457 3201 pays, AT86 1904 3002 3547 3202 fails.' : 'Test accounts: sort code 108800 with 00012345 pays, with 22222227 fails.'}
    </p>
    <form method="post" action="/c/pay/${record.session.id}" aria-labelledby="debit" novalidate>
      <input type="hidden" name="method" value="debit">
      ${
        sepa
          ? field(typed, { id: 'debit-iban', name: 'iban', label: 'IBAN', autocomplete: 'off' })
          : markup`<div class="pair">
              <div>
                ${field(typed, { id: 'debit-sort', name: 'sort_code', label: 'Sort code', autocomplete: 'off', numeric: true })}
              </div>
              <div>
                ${field(typed, { id: 'debit-account', name: 'account_number', label: 'Account number', autocomplete: 'off', numeric: true })}
              </div>
            </div>`
      }
      ${field(typed, { id: 'debit-name', name: 'name', label: 'Account holder', autocomplete: 'name' })}
      ${shared(record, typed, 'debit')}
      <button class="second" type="submit">Pay ${total} by debit</button>
    </form>`;
}

function shared({ session }: CheckoutRecord, typed: Typed, prefix: string): Html {
  const mail = session.customer_email
    ? markup`<p class="hint">The receipt goes to ${session.customer_email}.</p>`
    : field(typed, {
        id: `${prefix}-email`,
        name: 'email',
        label: 'E-mail address',
        autocomplete: 'email',
      });
  if (session.billing_address_collection !== 'required') return mail;
  const country = typed.country ?? 'GB';
  return markup`${mail}
    <label for="${prefix}-country">Country of the billing address</label>
    <select id="${prefix}-country" name="country" autocomplete="country">
      ${countries.map(
        ([code, name]) =>
          markup`<option value="${code}"${code === country ? { html: ' selected' } : nothing}>${name}</option>`,
      )}
    </select>`;
}

const countries = [
  ['AT', 'Austria'],
  ['FR', 'France'],
  ['DE', 'Germany'],
  ['IE', 'Ireland'],
  ['GB', 'United Kingdom'],
  ['US', 'United States'],
] as const;

type Field = { id: string; name: string; label: string; autocomplete: string; numeric?: boolean };

function field(typed: Typed, { id, name, label, autocomplete, numeric = false }: Field): Html {
  // Numbers are not put back into the page, as no payment page does.
  const value = numeric || name === 'expiry' || name === 'iban' ? '' : (typed[name] ?? '');
  const mode = numeric ? 'numeric' : 'text';
  return markup`<label for="${id}">${label}</label>
    <input type="text" id="${id}" name="${name}" value="${value}" autocomplete="${autocomplete}" inputmode="${mode}">`;
}
