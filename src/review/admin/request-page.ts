import { answerView } from '../../articles/rules/answer-view.ts';
import { dateTimeText } from '../../platform/formats.ts';
import { priceIn } from '../../pricing/rules/recompute.ts';
import { flagWords } from '../../pricing/rules/reasons.ts';
import { editNames } from '../../pricing/rules/names.ts';
import { linkedRows } from '../../pricing/rules/tariff-links.ts';
import type { EditKind } from '../../pricing/rules/use.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { offeredArticle, useWords, type Speak } from '../../requests/rules/words.ts';
import { countryName } from '../../values/country.ts';
import { decimalOf, formatMoney } from '../../values/money.ts';
import type { Dossier } from '../actions/read-request.ts';
import { decisionsFor } from '../rules/decisions.ts';
import { flagsOf } from '../rules/flags.ts';
import { eventWords } from '../rules/history.ts';
import { promiseWords } from '../rules/promise-words.ts';
import {
  declineAlternativeCodes,
  declineAlternatives,
  declineReasonCodes,
  declineReasons,
} from '../rules/reasons.ts';
import { stateNames } from '../rules/tabs.ts';
import { rightsWords } from './rights-words.ts';
import { isWaiver } from '../rules/waivers.ts';

export interface Look {
  dossier: Dossier;
  speak: Speak;
  now: Date;
  timeZone: string;
}

/** The data of the one-screen page, in words. */
export function requestPage(look: Look): object {
  const { dossier, speak, now } = look;
  const { request } = dossier;
  const waits = request.state === 'in_review';
  const promise = promiseWords(waits ? request.promised_at : null, now);
  return {
    request,
    state: speak.t(stateNames[request.state]),
    promise: waits ? { age: promise.age, text: speak.t(promise.text, promise.params) } : null,
    flags: flagsInWords(look),
    edits: speak.t(editNames[request.edits as EditKind] ?? editNames.other),
    country: countryName(request.country, speak.locale),
    billing: billingOf(request.billing),
    items: dossier.items.map((_, at) => itemInWords(look, at)),
    offers: dossier.offers.map((offer) => offerInWords(offer, look)),
    acceptances: dossier.acceptances,
    ...listsOf(look),
  };
}

function listsOf({ dossier, speak }: Look): object {
  return {
    messages: dossier.messages,
    letters: dossier.letters,
    licences: dossier.licences,
    payments: dossier.payments.map((payment) => ({
      ...payment,
      sum: formatMoney({ amount: payment.amount, currency: payment.currency }, speak.locale),
    })),
    earlier: dossier.earlier.map((row) => ({
      ...row,
      state: speak.t(stateNames[row.state as keyof typeof stateNames]),
    })),
    events: dossier.events.map((event) => eventInWords(event, speak)),
  };
}

function flagsInWords({ dossier, speak }: Look): object[] {
  const { request, items, findings, earlier } = dossier;
  return flagsOf({
    quotes: items.map(({ quote }) => quote),
    agencyText: findings.some(
      ({ weight, settled_as: settled }) => weight === 'strong' && settled === null,
    ),
    repeatCustomer: earlier.some(({ state }) => state === 'granted'),
    edits: request.edits,
    alreadyPublished: items.some(({ use }) => use.alreadyPublished),
  }).map((flag) => ({ ...flag, label: speak.t(flag.label) }));
}

function billingOf(billing: unknown): object | null {
  const given = billing as Record<string, string> | null;
  if (given === null || Object.values(given).every((value) => value === '')) return null;
  return given;
}

const noPromise = { approval: 'always', workingDays: 0 } as const;

function itemInWords({ dossier, speak }: Look, at: number): object {
  const item = dossier.items[at]!;
  const { quote } = item;
  const problem = dossier.rights.get(item.id);
  const price = quote.answer === 'refer' ? quote.computed : null;
  return {
    ...{ title: item.title, slug: item.slug, language: item.articleLanguage, url: item.articleUrl },
    articleId: item.article_id,
    use: useWords(item.use, speak),
    excerpt: item.use.excerpt,
    // The promise belongs to the republisher, not to the desk.
    answer: { ...answerView(quote, noPromise, speak), promise: null, included: [] },
    computed: price && {
      lines: linkedRows(price.lines, quote, speak.locale, speak.t),
      total: {
        label: speak.t('The tariff would say'),
        figure: formatMoney({ amount: price.total, currency: quote.currency }, speak.locale),
      },
    },
    notes: quote.flags.map((flag) => speak.t(flagWords(flag).text, flagWords(flag).params)),
    problem: problem === undefined ? null : speak.t(problem.text, problem.params),
    ...rightsWords(dossier, item, speak),
  };
}

function offerInWords(offer: Dossier['offers'][number], { speak, timeZone }: Look): object {
  const sum = (amount: number): string =>
    formatMoney({ amount, currency: offer.currency }, speak.locale);
  return {
    version: offer.version,
    state: speak.t(
      { current: 'In force', superseded: 'Replaced', closed: 'Closed' }[offer.state] ?? '',
    ),
    free: offer.kind === 'free',
    total: sum(offer.total),
    note: offer.note,
    by: offer.created_by,
    made: offer.created_at,
    until: dateTimeText(speak.locale, offer.expires_at, timeZone),
    hash: offer.hash,
    items: (offer.items as OfferItem[]).map((item) => offeredArticle(item, offer.currency, speak)),
  };
}

function eventInWords(event: Dossier['events'][number], { t, locale }: Speak): object {
  const { total, currency, ...data } = event.data as Record<string, unknown>;
  const sum =
    typeof total === 'number' && typeof currency === 'string'
      ? formatMoney({ amount: total, currency }, locale)
      : '';
  const words = eventWords({ verb: event.verb, name: event.actor_name, total: sum });
  const said = ['name', 'seen', 'reason', 'words', 'note']
    .map((part) => data[part])
    .filter((text) => typeof text === 'string' && text !== '');
  return { at: event.created_at, text: t(words.text, words.params), said };
}

/** The forms of the decisions that are possible now; the deeds of finance stand apart. */
export function decisionForms(
  { dossier, speak }: Look,
  may: { decide: boolean; money: boolean },
): object {
  const { request, items, offers } = dossier;
  const quotes = items.map(({ quote }) => quote);
  const possible: readonly string[] = may.decide ? decisionsFor(request.state, quotes) : [];
  const total = quotes.reduce((sum, quote) => sum + (priceIn(quote)?.total ?? 0), 0);
  const currency = quotes[0]?.currency ?? '';
  const current = offers.find(({ state }) => state === 'current');
  return {
    can: Object.fromEntries(
      ['approve', 'reprice', 'grant_free', 'ask', 'decline', 'withdraw', 'cancel', 'message'].map(
        (verb) => [verb, possible.includes(verb)],
      ),
    ),
    waived: isWaiver(quotes),
    noPrice: request.state === 'in_review' && !possible.includes('approve'),
    approveTotal: currency === '' ? '' : formatMoney({ amount: total, currency }, speak.locale),
    amounts: items.map((item, at) => ({
      title: item.title,
      currency,
      value: amountOf(item, (current?.items as OfferItem[] | undefined)?.[at]),
    })),
    reasons: declineReasonCodes.map((value) => ({ value, label: speak.t(declineReasons[value]) })),
    alternatives: declineAlternativeCodes.map((value) => ({
      value,
      label: value === 'none' ? speak.t('Nothing') : speak.t(declineAlternatives[value]),
    })),
    transfer:
      may.money && request.state === 'accepted' && current !== undefined
        ? {
            offerVersion: current.version,
            total: formatMoney({ amount: current.total, currency: current.currency }, speak.locale),
          }
        : null,
  };
}

/** The sum that re-pricing begins with: of the offer in force, else of the tariff. */
function amountOf(item: Dossier['items'][number], offered: OfferItem | undefined): string {
  const price = offered ?? priceIn(item.quote);
  // The sum before the tax line, which some tariffs find in the sum instead of adding it.
  const sum = price?.lines.findLast(({ rule }) => rule !== 'tax')?.runningTotal ?? 0;
  return sum === 0 ? '' : decimalOf({ amount: sum, currency: item.quote.currency });
}
