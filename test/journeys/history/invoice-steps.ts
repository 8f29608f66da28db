import { cancelInvoice } from '../../../src/payments/actions/cancel-invoice.ts';
import { orderInvoice } from '../../../src/payments/actions/order-invoice.ts';
import { payInvoice } from '../../../src/payments/actions/pay-invoice.ts';
import { writeOffInvoice } from '../../../src/payments/actions/write-off-invoice.ts';
import { fin } from '../../payments/builders.ts';
import { bill } from '../../payments/invoicing.ts';
import type { Scene, Step } from './step.ts';

/** What accounts departments and finance do with invoices at the payment service, by the portal. */
export const invoiceSteps: readonly Step[] = [
  {
    name: 'an invoice is asked for',
    weight: 22,
    async run({ shop, ctx, chance }) {
      const id = chance.pick(shop.requests);
      if (id === undefined) return null;
      const ordered = await orderInvoice(ctx, { requestId: id, bill, by: fin });
      return ordered.kind === 'invoice' ? ordered.invoice.state : 'the tax changes';
    },
  },
  {
    name: 'finance takes an invoice back',
    weight: 6,
    run: (scene) => end(scene, cancelInvoice),
  },
  {
    name: 'finance writes an invoice off',
    weight: 6,
    run: (scene) => end(scene, writeOffInvoice),
  },
  {
    name: 'finance saw the money of an invoice on another account',
    weight: 6,
    async run(scene) {
      const invoice = await one(scene);
      if (invoice === null) return null;
      const { id: invoiceId, total: amount } = invoice;
      const seen = { invoiceId, amount, bankReference: `TR ${invoiceId}`, locale: 'en-GB' };
      await payInvoice(scene.ctx, { ...seen, by: fin });
      return `${amount}`;
    },
  },
];

/** What comes for invoices at the payment service. */
export const transferSteps: readonly Step[] = [
  {
    name: 'a transfer for an invoice comes',
    weight: 20,
    async run({ shop, chance }) {
      const open = shop.levers.books().invoices.filter(({ status }) => status === 'open');
      const invoice = chance.pick(open);
      if (invoice === undefined) return null;
      const left = invoice.amount_remaining;
      const odd = chance.hits(0.5) ? Math.ceil(left * chance.next()) || 1 : left + 500;
      const amount = chance.hits(0.6) ? left : odd;
      const { status } = shop.levers.transfer({ id: invoice.id, amount });
      return `${amount} of ${left}: ${status}`;
    },
  },
];

type Ends = (
  ctx: Scene['ctx'],
  invoiceId: string,
  ending: { by: typeof fin; why: string },
) => Promise<void>;

async function end(scene: Scene, ends: Ends): Promise<string | null> {
  const invoice = await one(scene);
  if (invoice === null) return null;
  await ends(scene.ctx, invoice.id, { by: fin, why: 'It was agreed.' });
  return `it was ${invoice.state}`;
}

async function one({ ctx, chance }: Scene) {
  const rows = await ctx.db
    .selectFrom('invoices')
    .select(['id', 'state', 'total'])
    .where('kind', '=', 'invoice')
    .orderBy('id')
    .execute();
  return chance.pick(rows) ?? null;
}
