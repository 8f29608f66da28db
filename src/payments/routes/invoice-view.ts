import { dateText } from '../../platform/formats.ts';
import type { Settings } from '../../platform/settings.ts';
import { countryName } from '../../values/country.ts';
import { formatMoney } from '../../values/money.ts';
import { documentOf } from '../actions/invoice-letters.ts';
import type { InvoiceRow } from '../store/invoices.ts';

/** An invoice or credit note as it is shown and printed: finished words and figures. */
export function invoiceView(
  row: InvoiceRow & { credited: string | null },
  { language, timeZone }: Settings,
) {
  const document = documentOf(row);
  const { seller, buyer } = document;
  const sum = (amount: number): string => formatMoney({ amount, currency: row.currency }, language);
  const day = (at: Date | null): string | null =>
    at === null ? null : dateText(language, at, timeZone);
  return {
    ...{ number: row.number, isCredit: row.kind === 'credit_note', credited: row.credited },
    ...{ why: row.why, state: row.state, currency: row.currency, isTest: !row.live_money },
    seller: { ...seller, country: placeOf(seller.country, language) },
    buyer: { ...buyer, country: placeOf(buyer.country, language) },
    ...{ reference: document.reference, purchaseOrder: document.purchaseOrder },
    ...{ issuedOn: day(row.issued_at), dueOn: day(row.due_at) },
    // A licence that waits for the payment is supplied on a day that nobody knows yet.
    supplyOn: document.supply === 'on_issue' ? day(row.issued_at) : null,
    lines: document.lines.map(({ label, detail, net }) => ({ label, detail, net: sum(net) })),
    taxes: document.taxes.map(({ label, net, amount }) => ({
      ...{ label, base: sum(net), amount: sum(amount) },
    })),
    ...{ net: sum(row.net), tax: sum(row.tax), total: sum(row.total) },
    ...{ notes: document.notes, bankDetails: document.bankDetails },
    terms: document.termsVersion,
  };
}

const placeOf = (code: string, language: string): string =>
  code === '' ? '' : countryName(code, language);
