import type { Tx } from '../../platform/context.ts';
import { queueEmail } from '../../emails/actions.ts';
import type { LetterData, LetterKind } from '../../emails/rules/letters.ts';
import type { Settings } from '../../platform/settings.ts';
import { staffAddresses } from '../../staff/actions.ts';
import { lineRows } from '../../pricing/rules/lines.ts';
import type { OfferItem } from '../rules/offer.ts';
import type { Speak } from '../rules/words.ts';
import type { OfferRow } from '../store/offers.ts';
import { allItemsOf, itemsOf, type RequestRow } from '../store/requests.ts';

type About = Pick<LetterData['offer'], 'reference' | 'articles'>;

/** What every letter about a request says: its reference and the headlines of its articles. */
export async function aboutRequest(tx: Tx, request: RequestRow): Promise<About> {
  const items = await itemsOf(tx.db, request.id);
  return { reference: request.reference, articles: items.map(({ title }) => title) };
}

/** Queues a letter to who made the request. */
export async function writeToRepublisher<K extends LetterKind>(
  tx: Tx,
  request: RequestRow,
  kind: K,
  data: LetterData[K],
): Promise<void> {
  // Until the address is confirmed the name may be somebody's advertisement, and the reader a stranger.
  const name = request.email_verified_at === null ? '' : request.contact_name;
  const to = { name, address: request.email };
  await queueEmail(tx, { kind, requestId: request.id, to, data });
}

/** Queues a letter to each person who decides on requests. */
export async function writeToStaff<K extends 'staff-new-request' | 'message-to-staff'>(
  tx: Tx,
  request: RequestRow,
  kind: K,
  data: LetterData[K],
): Promise<void> {
  for (const to of await staffAddresses(tx.db, 'decide'))
    await queueEmail(tx, { kind, requestId: request.id, to, data });
}

/** A translator for finished words, in one language. */
export function translate(tx: Pick<Tx, 'views'>, locale: string): Speak['t'] {
  return (key, params = {}) => tx.views.translator.t(locale, key, params);
}

/** What the letter with an offer says: every line in words, sums as numbers, and which articles are not in it. */
export async function offerLetter(
  tx: Tx,
  request: RequestRow,
  { offer, settings }: { offer: OfferRow; settings: Settings },
): Promise<Omit<LetterData['offer'], keyof About>> {
  const items = offer.items as OfferItem[];
  const asked = await allItemsOf(tx.db, request.id);
  const words = translate(tx, settings.language);
  return {
    replaces: offer.version > 1,
    items: items.map((item) => ({
      title: item.title,
      use: item.useWords,
      lines: lineRows(item.lines, offer.currency, settings.language, words).map((row) => ({
        label: row.label,
        value: row.figure,
      })),
      conditions: item.conditions ?? [],
      net: item.net,
      tax: item.tax,
      total: item.total,
    })),
    leftOut: asked.flatMap(({ title, left_out_why: why }) => (why === null ? [] : { title, why })),
    currency: offer.currency,
    net: offer.net,
    tax: offer.tax,
    total: offer.total,
    termsVersion: offer.terms_version,
    expiresAt: offer.expires_at,
    note: offer.note,
  };
}
