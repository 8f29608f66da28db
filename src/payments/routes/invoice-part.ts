import { dateText } from '../../platform/formats.ts';
import type { Settings } from '../../platform/settings.ts';
import { formatMoney } from '../../values/money.ts';
import { documentOf } from '../actions/invoice-letters.ts';
import { isOpenInvoice } from '../rules/invoice.ts';
import type { InvoiceRow } from '../store/invoices.ts';

/** The invoice of a request that is owed or about to be, among its documents. */
export function openOf(documents: readonly InvoiceRow[]): InvoiceRow | null {
  return documents.find(isOpenInvoice) ?? null;
}

/** What the pay page shows of invoices: the one that is owed, and every document that can be printed. */
export function invoicePart(
  documents: readonly InvoiceRow[],
  token: string,
  { language, timeZone }: Settings,
) {
  const invoice = openOf(documents);
  return {
    invoice: invoice === null ? null : owed(invoice, { language, timeZone }),
    documents: documents
      .filter(({ number }) => number !== null)
      .map(({ number, kind, issuer, pdf_url: pdf }) => ({
        ...{ number, isCredit: kind === 'credit_note' },
        address: issuer === 'own' ? `/pay/${token}/invoices/${number ?? ''}` : pdf,
      })),
  };
}

function owed(
  invoice: InvoiceRow,
  { language, timeZone }: Pick<Settings, 'language' | 'timeZone'>,
) {
  const { number, total: amount, currency, due_at: dueAt, on_terms: onTerms } = invoice;
  return {
    ...{ number, onTerms, isOverdue: invoice.state === 'overdue' },
    total: formatMoney({ amount, currency }, language),
    dueOn: dueAt === null ? null : dateText(language, dueAt, timeZone),
    bankDetails: documentOf(invoice).bankDetails,
    hostedUrl: invoice.hosted_url,
  };
}
