import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { paymentUnderWay } from '../store/clocks.ts';
import { closingWords, licencesOf, type LicenceListed } from '../store/history.ts';
import { filesOf, messagesOf, type FileListed, type MessageRow } from '../store/messages.ts';
import { acceptanceOf, latestOffer, type AcceptanceRow, type OfferRow } from '../store/offers.ts';
import {
  itemsOf,
  requestByTokenHash,
  type ItemWithArticle,
  type RequestRow,
} from '../store/requests.ts';

/** Everything that the guest's page shows of a request. */
export interface RequestPage {
  request: RequestRow;
  items: ItemWithArticle[];
  /** The newest offer, in force or not. */
  offer: OfferRow | null;
  acceptance: AcceptanceRow | null;
  messages: MessageRow[];
  files: FileListed[];
  licences: LicenceListed[];
  closing: Record<string, unknown> | null;
  paymentUnderWay: boolean;
}

/** The request behind a secret link, or null for a token that opens nothing. */
export async function requestOfToken(db: Kysely<DB>, hash: string): Promise<RequestRow | null> {
  return requestByTokenHash(db, hash);
}

/** Reads what belongs to a request. */
export async function readRequestPage(db: Kysely<DB>, request: RequestRow): Promise<RequestPage> {
  const offer = await latestOffer(db, request.id);
  return {
    request,
    items: await itemsOf(db, request.id),
    offer,
    acceptance: offer === null ? null : await acceptanceOf(db, offer.id),
    messages: await messagesOf(db, request.id),
    files: await filesOf(db, request.id),
    licences: await licencesOf(db, request.id),
    closing: await closingWords(db, request.id),
    paymentUnderWay: await paymentUnderWay(db, request.id),
  };
}
