import type { Route } from './call.ts';
import { accountRoutes } from './resources/account.ts';
import { catalogueRoutes } from './resources/catalogue.ts';
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts';
import { creditNoteRoutes } from './resources/credit-notes.ts';
import { customerRoutes } from './resources/customers.ts';
import { disputeRoutes } from './resources/disputes.ts';
import { eventRoutes } from './resources/events.ts';
import { invoiceItemRoutes } from './resources/invoice-items.ts';
import { invoiceStepRoutes } from './resources/invoice-steps.ts';
import { invoiceRoutes } from './resources/invoices.ts';
import { ledgerRoutes } from './resources/ledger.ts';
import { paymentRoutes } from './resources/payments.ts';
import { refundRoutes } from './resources/refunds.ts';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.ts';

/** Everything that the stand-in answers under `/v1` and `/v2`. */
export const routes: Route[] = [
  ...checkoutSessionRoutes,
  ...ledgerRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...customerRoutes,
  ...invoiceRoutes,
  ...invoiceStepRoutes,
  ...invoiceItemRoutes,
  ...creditNoteRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...accountRoutes,
  ...paymentRoutes,
  ...catalogueRoutes,
];
