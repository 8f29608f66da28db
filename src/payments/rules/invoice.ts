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

/** States in which an invoice is owed, or about to be. */
export const openInvoiceStates = ['draft', 'due', 'overdue'] as const;
