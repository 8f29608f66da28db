import { previewEmail } from '../../emails/actions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { holdPayment } from './apply-refunds.ts';
import { possibleRefund, requireUndisputed, requireWay, type RefundWish } from './ask-refund.ts';
import { refundLetter } from './refund-letters.ts';

/** What giving back would do, before it is done. */
export interface RefundPreview {
  amount: number;
  /** Nothing of the payment is left afterwards. */
  whole: boolean;
  /** Null where nobody is known to write to. */
  letter: { to: string; subject: string; text: string } | null;
}

/** The letter of a refund as it will go out, with secret links masked; whatever would refuse it refuses this too. */
export async function previewRefund(ctx: Context, wish: RefundWish): Promise<RefundPreview> {
  return ctx.transaction(async (tx) => {
    const held = await holdPayment(tx, wish.paymentId);
    if (held === null) throw notFound();
    await requireUndisputed(tx, held);
    const { amount, whole } = await possibleRefund(tx, held, wish);
    requireWay(held, ctx.checkout);
    const { reason, note, bankReference } = wish;
    const refund = { amount, currency: held.payment.currency, reason, note };
    const said = { ...refund, bank_reference: bankReference };
    const letter = await refundLetter(tx, held, { refund: said, whole });
    if (letter === null) return { amount, whole, letter: null };
    const { subject, text } = await previewEmail(tx, letter);
    const to = `${letter.to.name} <${letter.to.address}>`;
    return { amount, whole, letter: { to, subject, text } };
  });
}
