import type { Settings } from '../../platform/settings.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import type { Speak } from '../../requests/rules/words.ts';
import { taxParts, type TaxPart } from './accounting-tax.ts';
import { reverseChargeNote } from './reverse-charge.ts';

/** A line of tax: `rate` in basis points, null where it is not known; `net` is what it is charged on. Minor units. */
export interface InvoiceTax {
  label: string;
  rate: number | null;
  net: number;
  amount: number;
}

/**
 * What an invoice or a credit note says besides its number, days and sums, as the jsonb column holds it: frozen, in the
 * language of the newsroom. Countries are ISO 3166-1 codes, sums minor units of the invoice's currency.
 */
export interface InvoiceDocument {
  seller: { name: string; address: string; country: string; vatNumber: string; email: string };
  buyer: Buyer;
  /** Ours, to be given with the payment. */
  reference: string;
  /** The buyer's order number. */
  purchaseOrder: string;
  lines: readonly { label: string; detail: string; net: number }[];
  taxes: readonly InvoiceTax[];
  notes: readonly string[];
  /** Where to pay it; '' on a document of the payment service, which names its own account. */
  bankDetails: string;
  /** When what is sold is handed over: with the issue of the invoice, or once it is paid. */
  supply: 'on_issue' | 'on_payment';
  offerVersion: number;
  termsVersion: number;
  /** BCP 47. */
  language: string;
  dueDays: number;
}

interface Buyer {
  name: string;
  contact: string;
  address: string;
  country: string;
  vatNumber: string;
  email: string;
}

/** Who owes it, as they said; all but the address for the invoice and the tax number must be given. */
export interface InvoiceBill {
  legalName: string;
  billingAddress: string;
  billingCountry: string;
  vatNumber: string;
  invoiceEmail: string;
}

export interface InvoiceSource {
  request: { reference: string; own_reference: string; contact_name: string; email: string };
  bill: InvoiceBill;
  offer: { version: number; items: readonly OfferItem[]; terms_version: number };
  settings: Settings;
  supply: InvoiceDocument['supply'];
}

/** The document of an offer: its articles as lines without tax, and tax by rate as the offer has it. */
export function invoiceDocument(source: InvoiceSource, { t, locale }: Speak): InvoiceDocument {
  const { request, bill, offer, settings, supply } = source;
  const parts = taxParts(offer.items, bill.billingCountry);
  return {
    seller: {
      name: settings.legalName || settings.name,
      address: settings.address,
      country: settings.country,
      vatNumber: settings.vatNumber,
      email: settings.email,
    },
    buyer: {
      name: bill.legalName,
      contact: request.contact_name,
      address: bill.billingAddress,
      country: bill.billingCountry,
      vatNumber: bill.vatNumber,
      email: bill.invoiceEmail || request.email,
    },
    reference: request.reference,
    purchaseOrder: request.own_reference,
    lines: offer.items
      .filter(({ net }) => net > 0)
      .map(({ title, useWords, net }) => ({
        label: t('Licence: {titles}', { titles: title }),
        detail: useWords,
        net,
      })),
    taxes: parts.filter(isTaxed).map((part) => taxLine(part, t)),
    notes: notesOf(parts, source, t),
    bankDetails: settings.bankDetails,
    supply,
    offerVersion: offer.version,
    termsVersion: offer.terms_version,
    language: locale,
    dueDays: settings.invoiceDays,
  };
}

const isTaxed = ({ tax, reverseCharge }: TaxPart): boolean => tax > 0 || reverseCharge;

function taxLine(part: TaxPart, t: Speak['t']): InvoiceTax {
  const { name, rate, net, tax: amount, reverseCharge } = part;
  if (reverseCharge)
    return {
      ...{ rate: 0, net, amount: 0 },
      label: t('Reverse charge: {name} is due from the recipient', { name }),
    };
  if (rate === null) return { label: t('Tax'), rate, net, amount };
  return {
    label: t('{name}, {percent, number, ::.##} %', { name, percent: rate / 100 }),
    rate,
    net,
    amount,
  };
}

/** What the law asks for in words, and what the newsroom writes on every invoice. */
function notesOf(
  parts: readonly TaxPart[],
  { bill, settings }: InvoiceSource,
  t: Speak['t'],
): string[] {
  const notes = settings.invoiceNote === '' ? [] : [settings.invoiceNote];
  const reversed = parts.find(({ reverseCharge }) => reverseCharge);
  if (reversed === undefined) return notes;
  const between = { seller: settings.country, buyer: bill.billingCountry };
  const { text, params } = reverseChargeNote(between, reversed.name);
  return [t(text, params), ...notes];
}
