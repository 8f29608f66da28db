const dayMs = 86_400_000;

/** Days after the day when an invoice is due at which it is reminded of; the first lies before it. */
export const reminderDays = [-3, 3, 10] as const;
export type ReminderDay = (typeof reminderDays)[number];
/** With the last reminder a licence that was issued before the payment is suspended. */
export const lastReminderDay = 10;

export interface InvoiceClockFacts {
  state: 'due' | 'overdue';
  issuedAt: Date;
  dueAt: Date;
  /** The last reminder that was sent. */
  reminded: number | null;
}

/** The instant so many days after an invoice is due. */
export const daysAfterDue = (dueAt: Date, days: number): Date =>
  new Date(dueAt.getTime() + days * dayMs);

/**
 * What the clock says of an invoice now. Each reminder is sent once, after a standstill only the latest; none is sent
 * that lay before the invoice itself, nor "soon due" once it is overdue.
 */
export function invoiceClock(
  { state, issuedAt, dueAt, reminded }: InvoiceClockFacts,
  now: Date,
): { overdue: boolean; remind: ReminderDay | null } {
  const overdue = state === 'due' && now >= dueAt;
  const latest = reminderDays.filter((days) => now >= daysAfterDue(dueAt, days)).at(-1);
  if (latest === undefined || latest <= (reminded ?? -Infinity)) return { overdue, remind: null };
  const at = daysAfterDue(dueAt, latest);
  const late = latest < 0 && now >= dueAt;
  return { overdue, remind: late || at <= issuedAt ? null : latest };
}
