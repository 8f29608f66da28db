import type { Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { dateText, dateTimeText } from '../../platform/formats.ts';
import type { Problem } from '../../platform/errors.ts';
import { page, type Typed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { formatMoney } from '../../values/money.ts';
import { noBill, type Billing } from '../actions/new-request.ts';
import type { OfferRow } from '../actions/read.ts';
import type { RequestPage } from '../actions/read-page.ts';
import { lapsesAt } from '../rules/clocks.ts';
import { mayTalk, verbsFrom } from '../rules/life.ts';
import { nextStep } from '../rules/next-step.ts';
import type { OfferItem } from '../rules/offer.ts';
import { stepLine } from '../rules/steps.ts';
import {
  answerWords,
  buttonWords,
  coveredWords,
  offeredArticle,
  useWords,
  type Speak,
} from '../rules/words.ts';
import { choices, speakOf } from './ask-page.ts';
import { dueOf, isPayable, listsOf, payPath } from './guest-lists.ts';

export interface Problems {
  problems: readonly Problem[];
  values: Typed;
  status?: number;
}

interface Shown {
  read: RequestPage;
  token: string;
  /** The token of the confirmation link, where the page was opened by it. */
  verify: string | null;
  wrong: Problems;
}

/** Shows where the request stands, what happens next, and what can be done now. */
export function showGuestPage(ctx: Context, res: Response, shown: Shown): void {
  const { read, token, verify, wrong } = shown;
  const { request, offer } = read;
  const speak = speakOf(ctx, res);
  const settings = res.locals['settings'] as Settings;
  const verbs: readonly string[] = verbsFrom(request.state);
  const inForce = offer !== null && offer.state === 'current';
  const { refused } = read;
  const open =
    verbs.includes('accept') && inForce && offer.expires_at > ctx.now() && refused === null;
  const data = {
    token,
    reference: request.reference,
    heading: read.items[0]?.title ?? request.reference,
    steps: stepsInWords(read, speak),
    next: nextInWords(ctx, read, { settings, speak }),
    verify: verbs.includes('verify') ? verify : null,
    items: itemsInWords(read, speak),
    leftOut: read.leftOut,
    covered: coveredWords(read.allowances, speak),
    offer: offer !== null && inForce ? offerInWords(offer, speak, settings.timeZone) : null,
    accept: open ? acceptance(request.billing, offer, speak) : null,
    refused: refused === null ? null : speak.t(refused.text, refused.params),
    payAddress: isPayable(read) ? payPath(ctx, read) : null,
    ...listsOf(ctx, read),
    closing: closingInWords(read),
    reply: mayTalk(request.state)
      ? { key: ctx.newToken(), asked: request.state === 'needs_info' }
      : null,
    canWithdraw: verbs.includes('withdraw'),
    wrongVat: wrongVatNumber(request.billing),
    about: request,
    ...wrong,
  };
  page(res, 'requests/show', data, wrong.status ?? (wrong.problems.length > 0 ? 422 : 200));
}

function stepsInWords(read: RequestPage, { t }: Speak): object[] {
  const { request, offer, acceptance } = read;
  const steps = stepLine({
    state: request.state,
    createdAt: request.created_at,
    verifiedAt: request.email_verified_at,
    offeredAt: offer?.created_at ?? null,
    acceptedAt: acceptance?.accepted_at ?? null,
    changedAt: request.changed_at,
    owed: request.state === 'granted' && dueOf(read) !== null,
    free: offer?.kind === 'free',
  });
  return steps.map((step) => ({
    ...step,
    label: t(step.label),
    note: step.note === null ? null : t(step.note),
  }));
}

interface Telling {
  settings: Settings;
  speak: Speak;
}

function nextInWords(
  ctx: Context,
  read: RequestPage,
  { settings, speak }: Telling,
): { title: string; text: string } {
  const { request, offer, paymentUnderWay, refused } = read;
  const end = lapsesAt(
    {
      state: request.state,
      createdAt: request.created_at,
      changedAt: request.changed_at,
      offerExpiresAt: offer?.expires_at ?? null,
      reminded: [],
      payment: paymentUnderWay,
    },
    settings.needsInfoDays,
  );
  const { state, promised_at: promisedAt } = request;
  const about = { state, promisedAt, lapsesAt: end, invoiceDue: dueOf(read) };
  const facts = { ...about, paymentUnderWay, refused: refused !== null };
  const next = nextStep(facts, ctx.now());
  const total =
    offer === null
      ? ''
      : formatMoney({ amount: offer.total, currency: offer.currency }, speak.locale);
  const day = next.day === null ? '' : dateText(speak.locale, next.day, settings.timeZone);
  const values = { day, total, email: request.email };
  return { title: speak.t(next.title, values), text: speak.t(next.text, values) };
}

function itemsInWords({ request, items, offer, ownAnswers }: RequestPage, speak: Speak): object[] {
  // An unconfirmed address may be another's, whose licences an answer would tell of; beside an offer it would confuse.
  const tells = request.email_verified_at !== null && offer === null;
  return items.map((item) => ({
    title: item.title,
    slug: item.slug,
    language: item.articleLanguage,
    use: useWords(item.use, speak),
    ownAnswers: ownAnswers.get(item.id) ?? [],
    answer: tells ? answerWords(item.quote, speak) : null,
  }));
}

function offerInWords(offer: OfferRow, speak: Speak, timeZone: string): object {
  const sum = (amount: number): string =>
    formatMoney({ amount, currency: offer.currency }, speak.locale);
  const items = offer.items as OfferItem[];
  return {
    version: offer.version,
    free: offer.kind === 'free',
    note: offer.note,
    items: items.map((item) => offeredArticle(item, offer.currency, speak)),
    net: sum(offer.net),
    tax: sum(offer.tax),
    total: sum(offer.total),
    until: dateTimeText(speak.locale, offer.expires_at, timeZone),
    termsVersion: offer.terms_version,
    termsText: offer.terms_text,
    hash: offer.hash,
  };
}

/** The form under the offer; the bill's address is asked for where it is not known yet. */
function acceptance(billing: unknown, offer: OfferRow, speak: Speak): object {
  const known = { ...noBill, ...(billing as Partial<Billing> | null) };
  return {
    offerVersion: offer.version,
    button: buttonWords(offer, speak),
    billing: known.legalName === '' ? { ...choices(speak), bill: known } : null,
  };
}

/** A VAT number whose check digits do not fit: nobody is stopped by it, but it should be told. */
function wrongVatNumber(billing: unknown): string | null {
  const { vatNumber, vatCheck } = (billing ?? {}) as { vatNumber?: string; vatCheck?: string };
  return vatCheck === 'wrong' ? (vatNumber ?? null) : null;
}

function closingInWords({ request, closing }: RequestPage): object | null {
  if (closing === null || !['declined', 'withdrawn', 'cancelled'].includes(request.state))
    return null;
  const text = (name: string): string => {
    const value = closing[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    reason: text('reason'),
    alternative: text('alternative'),
    note: text('note'),
  };
}
