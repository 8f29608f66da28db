import type { Kysely } from 'kysely';
import { proofsShownBy } from '../../organisations/actions/proofs.ts';
import { namesakes, whoAsks, type Asker } from '../../organisations/actions/standing.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { ownAnswersOf, type OwnAnswers } from '../../requests/actions/own-answers.ts';
import { itemsLeftOut, requestById, requestItems } from '../../requests/actions/read.ts';
import type { ItemWithArticle, RequestRow } from '../../requests/actions/read.ts';
import * as store from '../store/request.ts';
import { rightsProblems } from './offer-items.ts';

/** Everything about a request that an editor sees on one screen. */
export interface Dossier {
  request: RequestRow;
  /** The articles that are in it; everything below is about these. */
  items: ItemWithArticle[];
  leftOut: ItemWithArticle[];
  /** What was answered to the tariff's own questions. */
  ownAnswers: OwnAnswers;
  /** Whether sums that are agreed from now on contain the tax, by the tariff in force. */
  taxIncluded: boolean;
  findings: store.FindingRow[];
  /** The pictures of its articles as they stand today. */
  pictures: Awaited<ReturnType<typeof store.picturesOf>>;
  /** Why an article may not be licensed as it stands today, by item id. */
  rights: Awaited<ReturnType<typeof rightsProblems>>;
  offers: store.OfferRow[];
  acceptances: store.AcceptanceRow[];
  messages: store.MessageRow[];
  files: Awaited<ReturnType<typeof store.filesListed>>;
  letters: store.LetterListed[];
  events: store.EventRow[];
  licences: store.LicenceListed[];
  payments: Awaited<ReturnType<typeof store.paymentsOf>>;
  earlier: store.EarlierRequest[];
  /** What is known of who asks; null until the address is confirmed. */
  asker: Asker | null;
  /** Organisations of the very name that was given. */
  namesakes: Awaited<ReturnType<typeof namesakes>>;
  /** What files of this request have shown already. */
  proofs: Awaited<ReturnType<typeof proofsShownBy>>;
}

/** Reads all of it; null where there is no such request. */
export async function readDossier(db: Kysely<DB>, id: string, now: Date): Promise<Dossier | null> {
  const request = await requestById(db, id);
  if (request === null) return null;
  const items = await requestItems(db, id);
  const { email, organisation_type: organisationType } = request;
  const confirmed = request.email_verified_at !== null;
  const articleIds = items.map((item) => item.article_id);
  return {
    request,
    items,
    leftOut: await itemsLeftOut(db, id),
    ownAnswers: await ownAnswersOf(db, items),
    taxIncluded: (await currentTariff(db, now)).tariff.taxIncluded,
    findings: await store.findingsOf(db, articleIds),
    pictures: await store.picturesOf(db, articleIds),
    rights: await rightsProblems(db, items, now),
    offers: await store.offersOf(db, id),
    acceptances: await store.acceptancesOf(db, id),
    messages: await store.messagesOf(db, id),
    files: await store.filesListed(db, id),
    letters: await store.lettersOf(db, id),
    events: await store.eventsOf(db, id),
    licences: await store.licencesListed(db, id),
    payments: await store.paymentsOf(db, id),
    earlier: await store.earlierRequests(db, request),
    asker: confirmed ? await whoAsks(db, { email, organisationType }, now) : null,
    namesakes: await namesakes(db, request.organisation),
    proofs: await proofsShownBy(db, id),
  };
}

/** A file that came with a request, or null. */
export async function requestFile(
  db: Kysely<DB>,
  requestId: string,
  id: string,
): Promise<Awaited<ReturnType<typeof store.fileContent>>> {
  return store.fileContent(db, requestId, id);
}
