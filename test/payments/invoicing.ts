import supertest from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { makeKnown } from '../../src/organisations/actions/save-organisation.ts';
import { defaultSettings, saveSettings, type Settings } from '../../src/platform/settings.ts';
import { orderInvoice } from '../../src/payments/actions/order-invoice.ts';
import type { InvoiceRow } from '../../src/payments/store/invoices.ts';
import { changeBill, type GivenBill } from '../../src/requests/actions/change-bill.ts';
import { noBill } from '../../src/requests/actions/new-request.ts';
import { currentOffer, requestForChange } from '../../src/requests/actions/read.ts';
import { acceptedRequest, fin } from './builders.ts';
import { payPath } from './pages.ts';
import type { Till } from './till.ts';

/** What an accounts department fills in. */
export const billForm = {
  legalName: 'The Daily Example Ltd',
  billingAddress: '5 Press Lane\nHarbour',
  billingCountry: 'GB',
  vatNumber: '',
  invoiceEmail: 'accounts@example.org',
  ownReference: 'PO 4711',
};

export const bill: GivenBill = {
  billing: { ...noBill, ...billForm, payBy: 'invoice' },
  ownReference: billForm.ownReference,
};

/** A newsroom that sends invoices. */
export const gazette: Settings = {
  ...defaultSettings,
  name: 'The Harbour Gazette',
  legalName: 'Harbour Gazette Ltd',
  email: 'desk@example.org',
  address: '1 Quay\nHarbour',
  vatNumber: 'GB980780684',
  bankDetails: 'IBAN GB33 BUKB 2020 1555 5555 55',
};

export const settle = (ctx: Context, settings: Settings = gazette): Promise<void> =>
  ctx.transaction((tx) => saveSettings(tx, settings, 0));

/** An accepted request of 80.00 with its open invoice; where cards are taken one of our own needs a currency that they do not. */
export async function invoicedRequest(
  ctx: Context,
  currency = 'GBP',
): Promise<{ id: string; invoice: InvoiceRow }> {
  const { id } = await acceptedRequest(ctx);
  await ctx.db.updateTable('offers').set({ currency }).where('request_id', '=', id).execute();
  const ordered = await orderInvoice(ctx, { requestId: id, bill, by: fin });
  if (ordered.kind !== 'invoice') throw new Error('no invoice was written');
  return { id, invoice: ordered.invoice };
}

/** Keeps the bill without ordering anything. */
export async function keepBill(ctx: Context, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, id);
    const offer = await currentOffer(tx.db, id);
    if (request === null || offer === null) throw new Error('there is no offer');
    await changeBill(tx, request, { offer, bill });
  });
}

export const order = (till: Till, id: string, form: object = billForm): supertest.Test =>
  supertest(till.site)
    .post(`${payPath(till.ctx, id)}/invoice`)
    .type('form')
    .send(form);

/** Documents of a request in few words, oldest first. */
export async function documentsOf(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('invoices')
    .select(['kind', 'number', 'state', 'total'])
    .where('request_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ number, state, total }) => `${number ?? 'draft'} ${state} ${total}`);
}

/** Kinds of the letters about invoices and licences, with who got them, oldest first. */
export async function invoiceLetters(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('emails')
    .select(['kind', 'to_address'])
    .where('request_id', '=', id)
    .where((eb) => eb.or([eb('kind', 'like', 'invoice%'), eb('kind', 'like', 'licence%')]))
    .orderBy('id')
    .execute();
  return rows.map(({ kind, to_address: to }) => `${kind} ${to.split('@')[0] ?? ''}`);
}

/** From now on who asks in these tests may pay later. */
export async function trusted(ctx: Context): Promise<void> {
  const given = {
    ...{ name: 'The Daily Example', kind: 'news_commercial', country: 'GB', programme: null },
    ...{ note: '', addresses: ['dana@example.org'] },
  };
  const id = await ctx.transaction((tx) => makeKnown(tx, given, { by: fin }));
  await ctx.db
    .updateTable('organisations')
    .set({ invoice_terms: true })
    .where('id', '=', id)
    .execute();
}
