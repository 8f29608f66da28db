import { shown } from '../money.ts';
import type { CheckoutRecord, World } from '../world.ts';
import { cardFields, field, testCards } from './fields.ts';
import { markup, nothing, page, type Html } from './markup.ts';
import { knownEmail, type Typed } from './typed.ts';

/** The page on which somebody pays; `problem` is shown on top and what was typed stays. */
export function payPage(
  world: World,
  record: CheckoutRecord,
  typed: Typed = {},
  problem = '',
): string {
  const { session } = record;
  const methods = session.payment_method_types;
  const email = knownEmail(world, session);
  const total = shown(session.amount_total ?? 0, session.currency ?? '');
  const debit = methods.find((method) => method.endsWith('_debit'));
  return page(
    `${problem ? 'Problem: ' : ''}Pay ${total}`,
    markup`<h1>Pay the newsroom</h1>
      <p class="total">${total}</p>
      ${problem ? markup`<p class="problem" role="alert">${problem}</p>` : nothing} ${items(record)}
      ${session.custom_text.submit ? markup`<p>${session.custom_text.submit.message}</p>` : nothing}
      ${methods.includes('card') ? cardForm(record, typed, { email, total }) : nothing}
      ${debit ? debitForm(record, typed, { debit, email, total }) : nothing}
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

type Told = { total: string; email: string | null };

function cardForm(record: CheckoutRecord, typed: Typed, { total, email }: Told): Html {
  return markup`<h2 id="card">Pay by card</h2>
    <form method="post" action="/c/pay/${record.session.id}" aria-labelledby="card" novalidate>
      <input type="hidden" name="method" value="card">
      ${cardFields(typed)}
      ${shared(record, typed, { prefix: 'card', email })}
      <button type="submit">Pay ${total}</button>
    </form>
    ${testCards}`;
}

function debitForm(
  record: CheckoutRecord,
  typed: Typed,
  { debit, total, email }: Told & { debit: string },
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
      ${shared(record, typed, { prefix: 'debit', email })}
      <button class="second" type="submit">Pay ${total} by debit</button>
    </form>`;
}

function shared(
  { session }: CheckoutRecord,
  typed: Typed,
  { prefix, email }: { prefix: string; email: string | null },
): Html {
  const mail = email
    ? markup`<p class="hint">The receipt goes to ${email}.</p>`
    : field(typed, {
        id: `${prefix}-email`,
        name: 'email',
        label: 'E-mail address',
        autocomplete: 'email',
      });
  const wantsCountry =
    session.billing_address_collection === 'required' || session.automatic_tax.enabled;
  return markup`${mail}
    ${wantsCountry ? countryField(typed, prefix) : nothing}
    ${
      session.name_collection?.business?.enabled
        ? field(typed, {
            id: `${prefix}-business`,
            name: 'business_name',
            label: 'Company',
            autocomplete: 'organization',
          })
        : nothing
    }
    ${
      session.tax_id_collection?.enabled
        ? field(typed, {
            id: `${prefix}-tax`,
            name: 'tax_id',
            label: 'VAT number (if you have one)',
            autocomplete: 'off',
          })
        : nothing
    }`;
}

function countryField(typed: Typed, prefix: string): Html {
  const country = typed.country ?? 'GB';
  return markup`<label for="${prefix}-country">Country of the billing address</label>
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
