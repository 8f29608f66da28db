/** What the history says of a step of an invoice, as an English text to translate; {name} is who did it. */
export const invoiceSentences: Readonly<Record<string, string>> = {
  draft_invoice: '{name} asked for an invoice.',
  issue_invoice: 'An invoice was issued ({name}).',
  grant_on_terms: 'The licence was granted before the payment ({name}).',
  invoice_overdue: 'The invoice is overdue.',
  invoice_paid: 'The invoice was paid ({name}).',
  invoice_overpaid: 'More was paid than the invoice is over.',
  write_off_invoice: '{name} wrote the invoice off.',
  cancel_invoice: 'The invoice was cancelled ({name}).',
  credit_invoice: 'A credit note was issued ({name}).',
  refuse_credit_note: 'Stripe refused a credit note.',
  hold_transfer: 'What was transferred for the invoice before it ended is held.',
  see_transfer: '{name} saw the money on the account.',
  send_again: '{name} sent the invoice again.',
  remind: 'A reminder was sent.',
};

/** The words on the chip of an invoice, and the chip's kind. */
export const invoiceStates: Readonly<Record<string, { text: string; kind: string }>> = {
  draft: { text: 'Being made', kind: 'warning' },
  due: { text: 'Due', kind: 'warning' },
  overdue: { text: 'Overdue', kind: 'bad' },
  paid: { text: 'Paid', kind: 'good' },
  written_off: { text: 'Written off', kind: 'bad' },
  cancelled: { text: 'Cancelled', kind: 'bad' },
  issued: { text: 'Credit note', kind: 'good' },
};
