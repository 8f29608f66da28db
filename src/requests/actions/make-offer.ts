import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { lineRows } from '../../pricing/rules/lines.ts';
import { currentTerms } from '../../terms/actions.ts';
import { renderTerms } from '../../terms/rules.ts';
import { cancellationIn, type Cancellation } from '../../terms/rules/cancellation.ts';
import { licenceOf } from '../../terms/rules/works.ts';
import { formatMoney } from '../../values/money.ts';
import { offerSums, offerText, type OfferItem, type OfferSums } from '../rules/offer.ts';
import { endOffer, insertOffer, latestOffer, type OfferRow } from '../store/offers.ts';
import { itemsOf, type RequestRow } from '../store/requests.ts';
import { ownAnswersOf } from './own-answers.ts';

export interface NewOffer {
  kind: 'price' | 'free';
  currency: string;
  items: readonly OfferItem[];
  /** Staff's free paragraph, '' for none. */
  note: string;
  by: Actor;
  /** The end that an earlier version promised; left out, it holds for the days of the settings. */
  expiresAt?: Date;
}

const dayMs = 86_400_000;

/**
 * Writes the next version of the offer with terms, text and hash frozen, valid for the days of the
 * settings; the one before is superseded. Call it after `advance`, which holds the request. Sums in
 * minor units; throws where they do not add up.
 */
export async function makeOffer(tx: Tx, request: RequestRow, asked: NewOffer): Promise<OfferRow> {
  const { settings } = await readSettings(tx.db);
  const details = await detailsOf(tx, request);
  const offer = { ...asked, items: asked.items.map((item) => inFull(item, details)) };
  const sums = offerSums(offer.items);
  const now = tx.now();
  const expiresAt = offer.expiresAt ?? new Date(now.getTime() + settings.offerDays * dayMs);
  const version = ((await latestOffer(tx.db, request.id))?.version ?? 0) + 1;
  const terms = await offeredTerms(tx, request, { offer, sums, settings, details });
  await endOffer(tx.db, request.id, 'superseded');
  const frozen = { request, version, expiresAt, terms, settings, sums };
  const text = writtenOffer(tx, offer, frozen);
  return insertOffer(tx.db, {
    id: tx.newId(),
    request_id: request.id,
    version,
    state: 'current',
    kind: offer.kind,
    currency: offer.currency,
    ...sums,
    items: JSON.stringify(offer.items),
    terms_version: terms.version,
    terms_hash: terms.hash,
    terms_text: terms.text,
    cancellation: JSON.stringify(terms.cancellation),
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    note: offer.note,
    expires_at: expiresAt,
    created_by: offer.by.name,
    created_at: now,
  });
}

/** By item: what its use says in answer to the tariff's own questions. */
type Details = ReadonlyMap<string, readonly string[]>;

async function detailsOf(tx: Tx, request: RequestRow): Promise<Details> {
  const answers = await ownAnswersOf(tx.db, await itemsOf(tx.db, request.id));
  return new Map(
    [...answers].map(([id, own]) => [
      id,
      own.map(({ question, answer }) => `${question}: ${answer}`),
    ]),
  );
}

/** The article with those answers after the words of its use; a newer version of an offer has them already. */
function inFull(item: OfferItem, details: Details): OfferItem {
  const further = (details.get(item.itemId) ?? []).filter((text) => !item.useWords.includes(text));
  return { ...item, useWords: [item.useWords, ...further.map((text) => `${text}.`)].join(' ') };
}

interface Priced {
  details: Details;
  offer: NewOffer;
  sums: OfferSums;
  settings: Settings;
}

interface FrozenTerms {
  version: number;
  text: string;
  hash: string;
  cancellation: Cancellation;
}

/** The terms in force, filled for this request; they are what the licence will say. */
async function offeredTerms(tx: Tx, request: RequestRow, priced: Priced): Promise<FrozenTerms> {
  const terms = await currentTerms(tx.db);
  const items = await itemsOf(tx.db, request.id);
  const { offer, sums, settings, details } = priced;
  const { text, hash } = renderTerms(terms, {
    works: items.map((item) => ({
      title: item.title,
      url: item.articleUrl,
      byline: item.bylines,
      contentHash: item.contentHash,
      use: item.use,
      ccLicence: licenceOf(item.quote),
      conditions: item.quote.conditions ?? [],
      details: details.get(item.id) ?? [],
    })),
    licensee: {
      organisation: request.organisation,
      contact: request.contact_name,
      endClient: request.end_client,
      publication: request.publication_title,
    },
    newsroom: settings,
    fee: offer.kind === 'free' ? null : { amount: sums.total, currency: offer.currency },
    quoteLines: offer.items.flatMap(({ lines }) => lines),
  });
  return { version: terms.version, text, hash, cancellation: cancellationIn(terms, settings) };
}

interface Frozen {
  request: RequestRow;
  version: number;
  expiresAt: Date;
  terms: FrozenTerms;
  settings: Settings;
  sums: OfferSums;
}

function writtenOffer(tx: Tx, offer: NewOffer, frozen: Frozen): string {
  const { request, settings, sums, terms } = frozen;
  const locale = settings.language;
  const sum = (amount: number): string => formatMoney({ amount, currency: offer.currency }, locale);
  return offerText({
    reference: request.reference,
    version: frozen.version,
    kind: offer.kind,
    seller: settings.legalName === '' ? settings.name : settings.legalName,
    buyer: `${request.organisation} (${request.contact_name}, ${request.email})`,
    items: offer.items.map((item) => ({
      title: item.title,
      useWords: item.useWords,
      rows: lineRows(item.lines, offer.currency, locale, (key, params) => tx.views.t(key, params)),
      total: sum(item.total),
      conditions: item.conditions ?? [],
      licence: item.total === 0 ? (item.licence ?? null) : null,
      tariffVersion: item.lines.length === 0 ? null : (item.basis?.tariffVersion ?? null),
    })),
    net: sum(sums.net),
    tax: sum(sums.tax),
    total: sum(sums.total),
    note: offer.note,
    termsVersion: terms.version,
    termsHash: terms.hash,
    expiresAt: frozen.expiresAt,
  });
}
