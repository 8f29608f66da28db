import { accountCases } from './account-cases.ts';
import { checkoutCases } from './checkout-cases.ts';
import type { Case } from './desk.ts';
import { invoiceCases } from './invoice-cases.ts';
import { moneyBackCases } from './money-back-cases.ts';

/** What must hold of the real service and of the stand-in alike. */
export const cases: Case[] = [
  ...checkoutCases,
  ...moneyBackCases,
  ...invoiceCases,
  ...accountCases,
];
