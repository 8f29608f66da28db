import { picturesCovered, type OwnedPicture } from '../../articles/rules/pictures-covered.ts';
import type { Tx } from '../../platform/context.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { describeUse } from '../../pricing/rules/describe.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { completeUse, type Use } from '../../pricing/rules/use.ts';
import { licenceOf } from '../../terms/rules/works.ts';
import { searchClause } from '../../terms/rules/search-clause.ts';
import { dayOf } from '../../values/period.ts';
import type { Credit } from '../rules/credit.ts';
import { licenceNumber } from '../rules/number.ts';
import { endOfTerm, type Permission } from '../rules/permission.ts';
import { issueFacts, picturesNow, type IssueFacts } from '../store/facts.ts';
import * as store from '../store/licences.ts';
import { writeLicenceLetter } from './licence-letter.ts';
import { payByAllowance } from './pay-by-allowance.ts';

/** What of an offer a licence repeats: its terms as they were accepted, and the sums by article. */
export interface AcceptedOffer {
  id: string;
  kind: string;
  currency: string;
  terms_version: number;
  terms_text: string;
  terms_hash: string;
  items: unknown;
}

export interface Issue {
  requestId: string;
  offer: AcceptedOffer;
  by: Actor;
  liveMoney: boolean;
}

interface Making extends Issue {
  settings: Settings;
  facts: IssueFacts;
}

/**
 * Issues one licence for each article of a request, with number, credit and the accepted terms, and queues
 * its letter. An article that has its licence keeps it: called twice it changes nothing. Returns all of them.
 */
export async function issueLicences(tx: Tx, issue: Issue): Promise<store.LicenceRow[]> {
  const licences = await store.licencesOfRequest(tx.db, issue.requestId);
  const done = new Set(licences.map((licence) => licence.item_id));
  const { settings } = await readSettings(tx.db);
  for (const facts of await issueFacts(tx.db, issue.requestId))
    if (!done.has(facts.item_id)) licences.push(await issueOne(tx, { ...issue, settings, facts }));
  return licences;
}

async function issueOne(tx: Tx, making: Making): Promise<store.LicenceRow> {
  const { facts, offer, settings } = making;
  const now = tx.now();
  const id = tx.newId();
  const number = licenceNumber(
    now.getUTCFullYear(),
    await store.nextCount(tx.db, now.getUTCFullYear()),
  );
  const pictures = await picturesNow(tx.db, facts.article_id);
  const permission = permissionOf(tx, { ...making, pictures });
  const licence = await store.insertLicence(tx.db, {
    ...{ id, number, state: 'active', live_money: making.liveMoney },
    token_hash: tx.links.hash(tx.links.token('licence', id)),
    ...{
      request_id: making.requestId,
      item_id: facts.item_id,
      article_id: facts.article_id,
      offer_id: offer.id,
    },
    permission: JSON.stringify(permission),
    credit: JSON.stringify(creditOf(tx, { facts, settings, number, permission })),
    terms_version: offer.terms_version,
    terms_text: offer.terms_text,
    terms_hash: offer.terms_hash,
    starts_at: now,
    ends_at: endOfTerm(permission.use.duration, now),
    issued_at: now,
  });
  await recordEvent(tx, {
    requestId: making.requestId,
    subject: { type: 'licence', id },
    verb: 'issue',
    by: making.by,
    after: 'active',
    data: { number, termsHash: offer.terms_hash },
  });
  const allowance = await payByAllowance(tx, licence, making);
  await writeLicenceLetter(tx, licence, { facts, settings, allowance });
  return licence;
}

function permissionOf(
  tx: Tx,
  { facts, offer, settings, pictures }: Making & { pictures: readonly OwnedPicture[] },
): Permission {
  const use = completeUse(facts.use as Partial<Use>);
  const { text, params } = describeUse(use, settings.language);
  const items = offer.items as { itemId: string; total: number; useWords?: string }[];
  const item = items.find(({ itemId }) => itemId === facts.item_id);
  if (item === undefined)
    throw new Error(`the offer ${offer.id} does not hold item ${facts.item_id}`);
  return {
    use,
    // As it was offered, with the answers to the tariff's own questions.
    sentence: item.useWords ?? tx.views.translator.t(settings.language, text, params),
    work: {
      title: facts.title,
      url: facts.url,
      bylines: facts.bylines,
      language: facts.language,
      contentHash: facts.content_hash,
      wordCount: facts.word_count,
    },
    licensee: {
      organisation: facts.organisation,
      contact: facts.contact_name,
      endClient: facts.end_client,
      publication: facts.publication_title,
    },
    fee: offer.kind === 'free' ? null : { amount: item.total, currency: offer.currency },
    searchClause: searchClause(use, settings.searchClause),
    pictures: picturesCovered(use, pictures),
  };
}

interface Crediting {
  facts: IssueFacts;
  settings: Settings;
  number: string;
  permission: Permission;
}

function creditOf(tx: Tx, { facts, settings, number, permission }: Crediting): Credit {
  const published = facts.published_at;
  return {
    title: facts.title,
    titleLanguage: facts.language,
    url: facts.url,
    bylines: facts.bylines,
    newsroom: settings.name,
    newsroomUrl: settings.siteUrl,
    publishedOn: published === null ? null : dayOf(published),
    holder: settings.legalName === '' ? settings.name : settings.legalName,
    year: String((published ?? tx.now()).getUTCFullYear()),
    number,
    verifyUrl: tx.links.to(`/verify/${number}`),
    // An article may be free under such a licence and sold for a use that the licence does not cover.
    ccLicence: permission.fee?.amount ? null : licenceOf(facts.quote as Quote),
    language: settings.language,
  };
}
