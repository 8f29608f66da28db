import { answerView } from '../../articles/rules/answer-view.ts';
import { dateTimeText } from '../../platform/formats.ts';
import type { DisputeState } from '../../payments/rules/dispute.ts';
import { disputeStateWords } from '../../payments/rules/dispute-words.ts';
import { flagWords } from '../../pricing/rules/reasons.ts';
import { editNames } from '../../pricing/rules/names.ts';
import { linkedRows } from '../../pricing/rules/tariff-links.ts';
import type { EditKind } from '../../pricing/rules/use.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { offeredArticle, useWords, type Speak } from '../../requests/rules/words.ts';
import { countryName } from '../../values/country.ts';
import { formatMoney } from '../../values/money.ts';
import type { Dossier } from '../actions/read-request.ts';
import { flagsOf } from '../rules/flags.ts';
import { eventWords } from '../rules/history.ts';
import { promiseWords } from '../rules/promise-words.ts';
import { stateNames } from '../rules/tabs.ts';
import { rightsWords } from './rights-words.ts';

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
    leftOut: dossier.leftOut,
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
      disputes: payment.disputes.map((state) => disputeStateWords[state as DisputeState]),
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
  const tariff = speak.t('Tariff version {version}, as of the day of the request', {
    version: String(quote.tariffVersion),
  });
  const answer = answerView(quote, noPromise, speak);
  return {
    id: item.id,
    ...{ title: item.title, slug: item.slug, language: item.articleLanguage, url: item.articleUrl },
    articleId: item.article_id,
    use: useWords(item.use, speak),
    ownAnswers: dossier.ownAnswers.get(item.id) ?? [],
    excerpt: item.use.excerpt,
    // The promise belongs to the republisher, not to the desk.
    answer: { ...answer, promise: null, included: [], tariff: { ...answer.tariff, text: tariff } },
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
  const said = ['name', 'article', 'seen', 'reason', 'words', 'note']
    .map((part) => data[part])
    .filter((text) => typeof text === 'string' && text !== '');
  return { at: event.created_at, text: t(words.text, words.params), said };
}
