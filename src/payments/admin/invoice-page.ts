import type { Context } from '../../platform/context.ts';
import type { Settings } from '../../platform/settings.ts';
import { countriesIn } from '../../values/country.ts';
import { decimalOf } from '../../values/money.ts';
import { documentOf } from '../actions/invoice-letters.ts';
import type { InvoiceRead } from '../actions/read-invoice.ts';
import { invoiceSentences, invoiceStates } from '../rules/invoice-history.ts';
import { endingText } from '../rules/invoice-trouble.ts';
import { isOpenInvoice, isOwed } from '../rules/invoice.ts';
import { invoiceView } from '../routes/invoice-view.ts';

interface Looking {
  settings: Settings;
  locale: string;
  handlesMoney: boolean;
}

/** What the desk's page of an invoice shows: the document, what can be done with it, and its history. */
export function invoicePage(ctx: Context, read: InvoiceRead, look: Looking): object {
  const { invoice, request, documents, sent } = read;
  const { handlesMoney, settings } = look;
  const credited = documents.find(({ id }) => id === invoice.credits)?.number ?? null;
  const owed = isOwed(invoice);
  const own = invoice.issuer === 'own';
  const { amount, currency } = { amount: invoice.total, currency: invoice.currency };
  return {
    ...invoiceView({ ...invoice, credited }, settings),
    ...{ invoice, request, own, sent, bill: billShown(read), ownReference: request.own_reference },
    state: invoice.state,
    ended: endedWords(ctx, look.locale, invoice.why),
    chip: invoiceStates[invoice.state] ?? { text: invoice.state, kind: 'warning' },
    amount: decimalOf({ amount, currency }),
    stripeUrl: stripeUrl(invoice),
    others: documents
      .filter(({ id }) => id !== invoice.id)
      .map(({ id, kind, number }) => ({ id, number, isCredit: kind === 'credit_note' })),
    may: {
      pay: handlesMoney && (owed || invoice.state === 'written_off'),
      end: handlesMoney && isOpenInvoice(invoice),
      correct: handlesMoney && owed && own,
      writeOff: handlesMoney && owed,
      send: handlesMoney && owed,
    },
    ...{ countries: countriesIn(look.locale), events: read.events.map(inWords(ctx, look.locale)) },
  };
}

/** Staff's own words are no text to translate. */
function endedWords(ctx: Context, locale: string, why: string): string | null {
  if (why === '') return null;
  const text = endingText(why);
  return text === why ? why : ctx.views.translator.t(locale, text, {});
}

/** The fields of the bill as the document has them. */
function billShown({ invoice }: InvoiceRead) {
  const { name, address, country, vatNumber, email } = documentOf(invoice).buyer;
  const bill = { legalName: name, billingAddress: address, billingCountry: country, vatNumber };
  return { ...bill, invoiceEmail: email };
}

function stripeUrl({ stripe_id: id, live_money: live }: InvoiceRead['invoice']): string | null {
  if (id === null) return null;
  return `https://dashboard.stripe.com/${live ? '' : 'test/'}invoices/${encodeURIComponent(id)}`;
}

const inWords =
  (ctx: Context, locale: string) =>
  ({ verb, actor_name: name, data, created_at: at }: InvoiceRead['events'][number]): object => {
    const text = invoiceSentences[verb];
    const t = (key: string, params: Record<string, string>): string =>
      ctx.views.translator.t(locale, key, params);
    const { why, bankReference } = data as { why?: unknown; bankReference?: unknown };
    const said = [why, bankReference].filter((part) => typeof part === 'string' && part !== '');
    return { at, text: text === undefined ? `${name}: ${verb}` : t(text, { name }), said };
  };
