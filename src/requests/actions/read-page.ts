import type { Kysely } from 'kysely';
import type { AllowanceLeft } from '../../organisations/rules/allowance.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Words } from '../../pricing/rules/reasons.ts';
import { verbsFrom } from '../rules/life.ts';
import { paymentUnderWay } from '../store/clocks.ts';
import {
  closingWords,
  invoicesOf,
  licencesOf,
  type InvoiceListed,
  type LicenceListed,
} from '../store/history.ts';
import { filesOf, messagesOf, type FileListed, type MessageRow } from '../store/messages.ts';
import { acceptanceOf, latestOffer, type AcceptanceRow, type OfferRow } from '../store/offers.ts';
import {
  allItemsOf,
  requestByTokenHash,
  type ItemWithArticle,
  type RequestRow,
} from '../store/requests.ts';
import { coveringAllowances } from './covered.ts';
import { ownAnswersOf, type OwnAnswers } from './own-answers.ts';
import { refusedToday } from './rights-today.ts';

/** Everything that the guest's page shows of a request. */
export interface RequestPage {
  request: RequestRow;
  items: ItemWithArticle[];
  /** Articles that were asked for and that staff left out. */
  leftOut: ItemWithArticle[];
  /** What was answered to the tariff's own questions. */
  ownAnswers: OwnAnswers;
  /** The newest offer, in force or not. */
  offer: OfferRow | null;
  acceptance: AcceptanceRow | null;
  messages: MessageRow[];
  files: FileListed[];
  licences: LicenceListed[];
  closing: Record<string, unknown> | null;
  /** Invoices and credit notes, oldest first. */
  invoices: InvoiceListed[];
  paymentUnderWay: boolean;
  /** Why nothing can be accepted or paid at this instant, or null. */
  refused: Words | null;
  /** Allowances that pay for articles of it, as they stand. */
  allowances: AllowanceLeft[];
}

/** The request behind a secret link, or null for a token that opens nothing. */
export async function requestOfToken(db: Kysely<DB>, hash: string): Promise<RequestRow | null> {
  return requestByTokenHash(db, hash);
}

const waitsForMoney = ({ state }: RequestRow): boolean =>
  state === 'offered' || state === 'accepted';

const ended = ({ state }: RequestRow): boolean =>
  state !== 'granted' && verbsFrom(state).length === 0;

/** Reads what belongs to a request, as it stands at an instant. */
export async function readRequestPage(
  db: Kysely<DB>,
  request: RequestRow,
  now: Date,
): Promise<RequestPage> {
  const offer = await latestOffer(db, request.id);
  const asked = await allItemsOf(db, request.id);
  const items = asked.filter(({ left_out_why: why }) => why === null);
  return {
    request,
    items,
    leftOut: asked.filter(({ left_out_why: why }) => why !== null),
    ownAnswers: await ownAnswersOf(db, items),
    offer,
    acceptance: offer === null ? null : await acceptanceOf(db, offer.id),
    messages: await messagesOf(db, request.id),
    files: await filesOf(db, request.id),
    licences: await licencesOf(db, request.id),
    closing: await closingWords(db, request.id),
    invoices: await invoicesOf(db, request.id),
    paymentUnderWay: await paymentUnderWay(db, request.id),
    refused: waitsForMoney(request) ? await refusedToday(db, request.id, now) : null,
    allowances: ended(request) ? [] : await coveringAllowances({ db, now }, items),
  };
}
