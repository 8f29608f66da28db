import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { system } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { tariffOfVersion } from '../../pricing/actions.ts';
import { quote } from '../../pricing/rules/quote.ts';
import { completeBasis, recomputed } from '../../pricing/rules/recompute.ts';
import { billFor } from '../rules/full-use.ts';
import type { OfferItem } from '../rules/offer.ts';
import type { OfferRow } from '../store/offers.ts';
import { itemsOf, setAnswer, type RequestRow } from '../store/requests.ts';
import { translate } from './letters.ts';
import type { Billing } from './new-request.ts';
import { offerPrice } from './offer-price.ts';

/**
 * Where the bill's country or tax number changes the tax of an offer, a new version of it is put to the republisher, up
 * to the same moment, and true is returned: nobody pays another sum than they accepted. Offers that do not hold what
 * their sums follow from stay as they are.
 */
export async function offerForBill(
  tx: Tx,
  request: RequestRow,
  { offer, billing }: { offer: OfferRow; billing: Billing },
): Promise<boolean> {
  const priced = await taxedAnew(tx.db, offer, billing);
  if (priced === null) return false;
  await setBills(tx, request.id, billing);
  const { settings } = await readSettings(tx.db);
  const note = translate(
    tx,
    settings.language,
  )(
    'The country or the tax number of the bill changes the tax. Please look at the new sum before you accept it.',
  );
  const { currency, expires_at: expiresAt } = offer;
  const data = { why: 'bill' };
  await offerPrice(tx, request, { items: priced, currency, note, by: system, expiresAt, data });
  return true;
}

/** Whether this bill would change the tax of the offer. */
export async function billChangesTax(
  db: Kysely<DB>,
  offer: OfferRow,
  billing: Billing,
): Promise<boolean> {
  return (await taxedAnew(db, offer, billing)) !== null;
}

/** The articles of an offer with other figures; null where the bill changes none, or they cannot be computed again. */
async function taxedAnew(
  db: Kysely<DB>,
  offer: OfferRow,
  billing: Billing,
): Promise<OfferItem[] | null> {
  if (offer.kind === 'free') return null;
  const items = offer.items as OfferItem[];
  const priced = await itemsForBill(db, items, billing);
  if (priced === null || isDeepStrictEqual(priced.map(figures), items.map(figures))) return null;
  return priced;
}

const figures = ({ lines, net, tax, total }: OfferItem) => ({ lines, net, tax, total });

/** The articles of an offer with the tax of a bill; null where one of them cannot be computed again. */
async function itemsForBill(
  db: Kysely<DB>,
  items: readonly OfferItem[],
  billing: Billing,
): Promise<OfferItem[] | null> {
  const priced: OfferItem[] = [];
  for (const item of items) {
    if (item.basis === undefined) return null;
    const basis = completeBasis(item.basis);
    const bill = billFor(basis.use, billing) ?? basis.use.bill;
    const changed = { ...basis, use: { ...basis.use, bill } };
    const price = recomputed(await tariffOfVersion(db, basis.tariffVersion), changed);
    if (price === null) return null;
    priced.push({ ...item, ...price, basis: changed });
  }
  return priced;
}

/** Whatever staff offer from now on is taxed by this bill too. */
async function setBills(tx: Tx, requestId: string, billing: Billing): Promise<void> {
  for (const { id, use, article, tariff_version: version } of await itemsOf(tx.db, requestId)) {
    if (article === null) continue;
    const billed = { ...use, bill: billFor(use, billing) ?? use.bill };
    const answer = quote(await tariffOfVersion(tx.db, version), billed, article);
    await setAnswer(tx.db, id, { use: billed, quote: answer, article });
  }
}
