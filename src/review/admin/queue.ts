import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { readWatchedDisputes } from '../../payments/actions/watched-disputes.ts';
import { page, parse } from '../../platform/http.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { answerWords, useWords, type Speak } from '../../requests/rules/words.ts';
import { formatMoney } from '../../values/money.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { declineSpam } from '../actions/decline-spam.ts';
import { readQueue, type Queue } from '../actions/read-queue.ts';
import { queueForm, spamForm, type QueueForm } from '../forms.ts';
import { flagsOf } from '../rules/flags.ts';
import { promiseWords } from '../rules/promise-words.ts';
import { narrowingNames, narrowings, stateNames, tabOf, tabs, type Tab } from '../rules/tabs.ts';

const pageSize = 50;

/** The queue: what needs a person now, oldest promise first. */
export function queueRoutes(ctx: Context, router: Router): void {
  router.get('/admin', (_req, res) => res.redirect(303, '/admin/requests'));
  router.get('/admin/requests', (req, res) => showQueue(ctx, req, res));
  router.post('/admin/requests/decline-spam', async (req, res) => {
    allow(res, 'decide');
    const form = parse(spamForm, req.body);
    if (!form.ok) throw invalid(form.problems);
    await declineSpam(ctx, form.value.id, actorOf(res));
    res.redirect(303, '/admin/requests?done=spam');
  });
}

/** The language of the page with its translator. */
export function speakOf(ctx: Context, res: Response): Speak {
  const locale = String(res.locals['locale']);
  return { locale, t: (key, params = {}) => ctx.views.translator.t(locale, key, params) };
}

async function showQueue(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const form = parse(queueForm, req.query);
  if (!form.ok) throw invalid(form.problems);
  const { state, q, only, after, done } = form.value;
  // A search looks everywhere, unless it is kept to one list.
  const tab = tabOf(state === '' && q !== '' ? 'all' : state);
  const queue = await readQueue(ctx.db, {
    ...{ tab, search: q.normalize('NFC'), only: only === '' ? null : only },
    ...{ after: cursorOf(after), now: ctx.now(), limit: pageSize },
  });
  const speak = speakOf(ctx, res);
  const handlesMoney = may(staffOf(res).role, 'money');
  page(res, 'review/queue', {
    disputes: handlesMoney ? await readWatchedDisputes(ctx, 3) : { rows: [], more: false },
    ...{ tab: tab.key, search: q, only },
    narrowings: narrowings.map((value) => ({ value, label: speak.t(narrowingNames[value]) })),
    tabs: tabsInWords(queue.counts, tab, speak),
    rows: queue.rows.map((row) => rowInWords(row, ctx.now(), speak)),
    older: queue.next === null ? null : pageAddress(form.value, cursorText(queue.next)),
    newer: after === '' ? null : pageAddress(form.value, ''),
    mayDecline: may(staffOf(res).role, 'decide') && tab.order === 'promise',
    notice: done === 'spam' ? 'Declined as spam.' : null,
  });
}

function tabsInWords(counts: Map<string, number>, here: Tab, { t }: Speak): object[] {
  return tabs.map((tab) => ({
    key: tab.key,
    label: t(tab.label),
    count: tab.states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0),
    here: tab === here,
  }));
}

function rowInWords(row: Queue['rows'][number], now: Date, speak: Speak): object {
  // The promise is of our answer: once it was given, others are waited for.
  const waits = row.state === 'in_review';
  const promise = promiseWords(waits ? row.promised_at : null, now);
  const quotes = row.items.map(({ quote }) => quote);
  const [first] = row.items;
  return {
    id: row.id,
    reference: row.reference,
    state: speak.t(stateNames[row.state]),
    age: promise.age,
    promise: waits ? speak.t(promise.text, promise.params) : null,
    asked: row.created_at,
    who: row.contact_name,
    organisation: row.organisation,
    title: first?.title ?? row.reference,
    language: first?.language ?? 'en',
    more: row.items.length - 1,
    use: first === undefined ? '' : useWords(first.use, speak),
    answers: quotes.map((quote) => shortAnswer(quote, speak)),
    flags: flagsOf({
      quotes,
      agencyText: row.items.some(({ agencyText }) => agencyText),
      repeatCustomer: row.repeat,
      edits: row.edits,
      alreadyPublished: row.items.some(({ use }) => use.alreadyPublished),
    }).map((flag) => ({ ...flag, label: speak.t(flag.label) })),
  };
}

/** The tariff's answer in a narrow column: a sum, or a word with the sum that a person may take. */
function shortAnswer(quote: Quote, speak: Speak): { main: string; hint: string | null } {
  if (quote.answer !== 'refer') return { main: answerWords(quote, speak), hint: null };
  const { computed, currency } = quote;
  const sum = computed && formatMoney({ amount: computed.total, currency }, speak.locale);
  return { main: speak.t('You decide'), hint: sum };
}

function cursorOf(after: string): { at: Date | null; id: string } | null {
  const [at = '', id = ''] = after.split('_');
  if (id === '') return null;
  return { at: at === '' || Number.isNaN(Date.parse(at)) ? null : new Date(at), id };
}

function cursorText({ at, id }: { at: Date | null; id: string }): string {
  return `${at?.toISOString() ?? ''}_${id}`;
}

function pageAddress({ state, q, only }: QueueForm, after: string): string {
  const query = new URLSearchParams(
    Object.entries({ state, q, only, after }).filter(([, value]) => value !== ''),
  );
  const text = query.toString();
  return text === '' ? '/admin/requests' : `/admin/requests?${text}`;
}
