import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { lettersOf } from './look.ts';
import { invoiceOf, invoicesThere, owedInvoice, owingOf, paidInvoice } from './stripe-invoicing.ts';
import { openTill } from './till.ts';

const card = '4242424242424242';

test('an invoice is made to the unit, shown, and paid by card on its page', async (t) => {
  const till = await openTill(t);
  const { id, page, stripeId } = await owedInvoice(till);
  const [there] = await invoicesThere(till);
  assert.equal(there?.id, stripeId);
  assert.deepEqual(
    there.lines.data.map(({ description, amount }) => [description, amount]),
    [
      ['Licence: River town floods. Republish the whole article on a website for a year.', 6667],
      ['Tax', 1333],
    ],
  );
  assert.equal((await payByCard(page, card)).status, 303);
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  await reconcilePayments(till.ctx);
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  const row = await invoiceOf(till.ctx, id);
  assert.ok(row.number && row.pdf_url && row.due_at);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
});
