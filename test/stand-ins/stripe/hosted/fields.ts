import { markup, type Html } from './markup.ts';
import type { Typed } from './typed.ts';

/** What every card form asks for. */
export const cardFields = (typed: Typed): Html =>
  markup`${field(typed, { id: 'card-number', name: 'number', label: 'Card number', autocomplete: 'cc-number', numeric: true })}
    <div class="pair">
      <div>
        ${field(typed, { id: 'card-expiry', name: 'expiry', label: 'Expiry (month/year)', autocomplete: 'cc-exp' })}
      </div>
      <div>
        ${field(typed, { id: 'card-cvc', name: 'cvc', label: 'Security code', autocomplete: 'cc-csc', numeric: true })}
      </div>
    </div>
    ${field(typed, { id: 'card-name', name: 'name', label: 'Name on the card', autocomplete: 'cc-name' })}`;

export const testCards = markup`<details>
  <summary>Card numbers that work here</summary>
  <p>Any later date and any three digits go with them.</p>
  <ul>
    <li><code>4242 4242 4242 4242</code> pays</li>
    <li><code>5555 5555 5555 4444</code> pays</li>
    <li><code>4000 0027 6000 3184</code> asks for 3-D Secure</li>
    <li><code>4000 0000 0000 0002</code> is declined</li>
    <li><code>4000 0000 0000 9995</code> has no funds</li>
    <li><code>4000 0000 0000 0069</code> has expired</li>
    <li><code>4000 0000 0000 0259</code> pays, and the holder disputes it</li>
    <li><code>4000 0000 0000 1976</code> pays, and the holder’s bank asks about it</li>
  </ul>
</details>`;

type Field = { id: string; name: string; label: string; autocomplete: string; numeric?: boolean };

export function field(
  typed: Typed,
  { id, name, label, autocomplete, numeric = false }: Field,
): Html {
  // Numbers are not put back into the page, as no payment page does.
  const value = numeric || name === 'expiry' || name === 'iban' ? '' : (typed[name] ?? '');
  const mode = numeric ? 'numeric' : 'text';
  return markup`<label for="${id}">${label}</label>
    <input type="text" id="${id}" name="${name}" value="${value}" autocomplete="${autocomplete}" inputmode="${mode}">`;
}
