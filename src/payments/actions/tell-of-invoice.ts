import { queueEmail } from '../../emails/actions.ts';
import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { requestById } from '../../requests/actions/read.ts';
import { staffAddresses } from '../../staff/actions.ts';
import type { InvoiceTrouble } from '../rules/invoice-trouble.ts';
import type { InvoiceRow } from '../store/invoices.ts';

/** Tells everybody who looks after money of something that an invoice needs. */
export async function tellOfInvoice(
  tx: Tx,
  { request_id: requestId, total: amount, currency }: InvoiceRow,
  { text, params }: InvoiceTrouble,
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const request = await requestById(tx.db, requestId);
  const reason = tx.views.translator.t(settings.language, text, params);
  for (const to of await staffAddresses(tx.db, 'money'))
    await queueEmail(tx, {
      kind: 'staff-invoice-trouble',
      requestId,
      to,
      data: { reference: request?.reference ?? '', amount, currency, reason },
    });
}
