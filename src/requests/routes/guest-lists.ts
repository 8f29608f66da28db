import type { Context } from '../../platform/context.ts';
import type { RequestPage } from '../actions/read-page.ts';

export const payPath = ({ links }: Context, { request }: RequestPage): string =>
  `/pay/${links.token('pay', request.id)}`;

/** It waits for money: before the licence, or after it on an invoice. */
export const isPayable = (read: RequestPage): boolean =>
  (read.request.state === 'accepted' && read.refused === null) ||
  (read.request.state === 'granted' && dueOf(read) !== null);

/** When the invoice is due that is not paid yet. */
export const dueOf = ({ invoices }: RequestPage): Date | null =>
  invoices.find(({ state }) => state === 'due' || state === 'overdue')?.dueAt ?? null;

/** Licences, messages, files and documents of a request. */
export function listsOf(ctx: Context, read: RequestPage): object {
  const { licences, messages, files } = read;
  const address = (id: string): string => `/licences/${ctx.links.token('licence', id)}`;
  return {
    licences: licences.map((licence) => ({ ...licence, address: address(licence.id) })),
    messages,
    files,
    invoices: invoiceLinks(ctx, read),
  };
}

/** The documents with where they are: our own stand on a page here, to others the payment page leads. */
function invoiceLinks(ctx: Context, read: RequestPage): object[] {
  const page = payPath(ctx, read);
  return read.invoices.flatMap(({ number, kind, issuer }) => {
    if (number === null) return [];
    const address = issuer === 'own' ? `${page}/invoices/${number}` : page;
    return { number, isCredit: kind === 'credit_note', address };
  });
}
