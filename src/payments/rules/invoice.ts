/** An invoice that is written but not yet finalised is a draft; `due` and `overdue` ones can be paid. */
export type InvoiceState = 'draft' | 'due' | 'overdue' | 'paid' | 'written_off' | 'cancelled';

/** Which states may follow which. Money can still come for what was written off; a cancelled one cannot be paid. */
export const invoiceLife: Record<InvoiceState, readonly InvoiceState[]> = {
  draft: ['due', 'paid', 'cancelled'],
  due: ['overdue', 'paid', 'written_off', 'cancelled'],
  overdue: ['paid', 'written_off', 'cancelled'],
  written_off: ['paid'],
  paid: [],
  cancelled: [],
};

/** States in which an invoice is owed: it has its number, and can be paid. */
export const owedInvoiceStates = ['due', 'overdue'] as const;
/** The same, and one that is about to be. */
export const openInvoiceStates = ['draft', ...owedInvoiceStates] as const;

const owed: readonly string[] = owedInvoiceStates;
const open: readonly string[] = openInvoiceStates;

/** Whether somebody owes it. */
export const isOwed = ({ state }: { state: string }): boolean => owed.includes(state);

/** Whether somebody owes it or is about to, so that nothing else can be paid on. */
export const isOpenInvoice = ({ kind, state }: { kind: string; state: string }): boolean =>
  kind === 'invoice' && open.includes(state);
