import Joi from 'joi';
import { billingFields, type BillingForm } from '../../requests/forms/billing.ts';
import { text } from '../../requests/forms/texts.ts';

/** Who the invoice goes to, and the buyer's own order number. */
export interface OrderForm extends BillingForm {
  ownReference: string;
}

/** The form under which an invoice is asked for; its bill must be complete, so `payBy` is added by the page. */
export const orderForm = Joi.object<OrderForm>({
  ...billingFields,
  ownReference: text({ max: 64, called: 'your purchase order number' }),
});
