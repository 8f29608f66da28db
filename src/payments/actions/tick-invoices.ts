import { suspendLicences } from '../../licences/actions.ts';
import type { Context, Tx } from '../../platform/context.ts';
import { eachRow } from '../../platform/each.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import {
  daysAfterDue,
  invoiceClock,
  lastReminderDay,
  type ReminderDay,
} from '../rules/invoice-clock.ts';
import { invoicesForClock, setReminded, type AfterInvoice } from '../store/invoice-clock.ts';
import { invoiceById, type InvoiceRow } from '../store/invoices.ts';
import { endStaleInvoices } from './end-stale-invoices.ts';
import { dueOf } from './invoice-issued.ts';
import { writeOfInvoice } from './invoice-letters.ts';
import { writeOfLicences } from './licence-letters.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { overdueReason } from './settle-invoice.ts';

/**
 * The clock of invoices, our own and those at the payment service: says that they are overdue, reminds three days before
 * and three and ten after, and suspends with the last reminder what was licensed before the payment. Each is looked at
 * again under its request's lock, so two workers at once do no more than one; one that fails keeps no other waiting.
 */
export async function tickInvoices(ctx: Context): Promise<void> {
  await endStaleInvoices(ctx, null);
  const until = daysAfterDue(ctx.now(), 3);
  await eachRow<AfterInvoice>(ctx, (wanted) => invoicesForClock(ctx.db, { until, ...wanted }), {
    work: (tx, { id }) => tickOne(tx, id),
    words: (count) => `the clocks of ${count} invoices failed`,
  });
}

async function tickOne(tx: Tx, id: string): Promise<void> {
  const found = await invoiceById(tx.db, id);
  const request = found === null ? null : await requestForChange(tx.db, found.request_id);
  const invoice = await invoiceById(tx.db, id);
  if (invoice === null || request === null) return;
  if (invoice.state !== 'due' && invoice.state !== 'overdue') return;
  const { overdue, remind } = invoiceClock(
    {
      ...{ state: invoice.state, dueAt: dueOf(invoice) },
      ...{ issuedAt: invoice.issued_at, reminded: invoice.reminded_day },
    },
    tx.now(),
  );
  const now = overdue ? await moveInvoiceOn(tx, invoice, 'overdue', { by: system }) : invoice;
  // Nobody is asked for what is only not ended yet.
  const waits = request.state === 'accepted' || invoice.on_terms;
  if (remind !== null && now !== null && waits)
    await remindOf(tx, { request, invoice: now, day: remind });
}

interface Reminding {
  request: RequestRow;
  invoice: InvoiceRow;
  day: ReminderDay;
}

async function remindOf(tx: Tx, { request, invoice, day }: Reminding): Promise<void> {
  await setReminded(tx.db, invoice.id, day);
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'invoice', id: invoice.id },
    ...{ verb: 'remind', by: system, before: invoice.state, after: invoice.state },
    data: { day, number: invoice.number },
  });
  await writeOfInvoice(tx, { request, invoice }, 'invoice-reminder', {
    dueAt: dueOf(invoice),
    stage: stages[day],
    onTerms: invoice.on_terms,
    lastDay: daysAfterDue(dueOf(invoice), lastReminderDay),
  });
  if (day !== lastReminderDay || !invoice.on_terms) return;
  const licences = await suspendLicences(tx, request.id, overdueReason, system);
  await writeOfLicences(tx, request, { what: 'suspended', why: overdueReason, licences });
}

const stages = { [-3]: 'before', 3: 'after', 10: 'last' } as const;
