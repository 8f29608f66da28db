import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { closePage } from '../../payments/actions/close-page.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { advance } from '../../requests/actions/advance.ts';
import { aboutRequest, translate, writeToRepublisher } from '../../requests/actions/letters.ts';
import {
  requestById,
  requestForChange,
  requestItems,
  type ItemWithArticle,
  type RequestRow,
} from '../../requests/actions/read.ts';
import { addMessage } from '../../requests/actions/talk.ts';
import { withdrawRequest } from '../../requests/actions/withdraw.ts';
import { mayTalk } from '../../requests/rules/life.ts';
import type { Speak } from '../../requests/rules/words.ts';
import { decisionsFor, type DecisionVerb } from '../rules/decisions.ts';
import {
  declineAlternatives,
  declineReasons,
  type DeclineAlternative,
  type DeclineReason,
} from '../rules/reasons.ts';
import { isReduction, isWaiver, type WaiverReason } from '../rules/waivers.ts';
import { requireAllowances } from '../../requests/actions/require-allowances.ts';
import { freeItems, pricedItems, requireRights } from './offer-items.ts';
import { grantFree, putOffer } from './put-offer.ts';
import { repricedItems } from './reprice.ts';
import { waiverFrom } from './waiver.ts';

/** What an editor decided on a page that showed the request at `version`. */
export interface Decision {
  verb: DecisionVerb;
  version: number;
  /** The free paragraph of the letter; the question itself when asking. */
  note: string;
  /** Net sums as typed, one for each article, when re-pricing. */
  amounts: readonly string[];
  reason: DeclineReason | null;
  alternative: DeclineAlternative;
  /** Why less is asked than the tariff says, where it is so; the words are for the history only. */
  waiver: WaiverReason | null;
  waiverWords: string;
  /** One for each page shown: of two clicks on it, one message is sent. */
  key: string;
}

interface Desk {
  tx: Tx;
  request: RequestRow;
  items: ItemWithArticle[];
  settings: Settings;
  speak: Speak;
  by: Actor;
}

/**
 * Takes a decision in one transaction: state, offer, licence, event and letter together. Of two
 * editors who decide at once, one decides; the other gets conflict('already_changed'), and so does who
 * ends or replaces an offer that was paid a moment before: its payment page is closed first.
 */
export async function decide(
  ctx: Context,
  requestId: string,
  { decision, by }: { decision: Decision; by: Actor },
): Promise<void> {
  const seen = await requestById(ctx.db, requestId);
  const isFirst = seen?.version === decision.version;
  if (isFirst && seen.state === 'accepted' && decision.verb !== 'message')
    await closePage(ctx, requestId);
  await ctx.transaction((tx) => decideIn(tx, requestId, { decision, by }));
}

/**
 * The same inside a transaction of the caller, who may still let it go: so letters are previewed. Only what
 * the page of the request offers now can be decided.
 */
export async function decideIn(
  tx: Tx,
  requestId: string,
  { decision, by }: { decision: Decision; by: Actor },
): Promise<void> {
  const request = await requestForChange(tx.db, requestId);
  if (request === null) throw notFound();
  if (request.version !== decision.version) throw conflict('already_changed');
  const items = await requestItems(tx.db, requestId);
  const possible = decisionsFor(
    request.state,
    items.map(({ quote }) => quote),
  );
  if (!possible.includes(decision.verb)) throw conflict('already_changed');
  const { settings } = await readSettings(tx.db);
  const speak = { locale: settings.language, t: translate(tx, settings.language) };
  await deeds[decision.verb]({ tx, request, items, settings, speak, by }, decision);
}

const deeds: Record<DecisionVerb, (desk: Desk, decision: Decision) => Promise<void>> = {
  approve: async (desk, { note }) => {
    const { tx, request, items, speak, by } = desk;
    await requireRights(tx.db, items, tx.now());
    await requireAllowances(tx, items);
    await putOffer(tx, request, { items: pricedItems(items, speak), note, by, waiver: null });
  },
  reprice: async (desk, decision) => {
    const { tx, request, items, speak, by } = desk;
    const { note, amounts } = decision;
    await requireRights(tx.db, items, tx.now());
    const repriced = await repricedItems(tx, items, { amounts, speak });
    const waiver = isReduction(items, repriced) ? waiverFrom(decision, speak) : null;
    await putOffer(tx, request, { items: repriced, note, by, waiver });
  },
  grant_free: async (desk, decision) => {
    const { tx, request, items, speak, by } = desk;
    const { note } = decision;
    await requireRights(tx.db, items, tx.now());
    const quotes = items.map(({ quote }) => quote);
    const waiver = isWaiver(quotes) ? waiverFrom(decision, speak) : null;
    await grantFree(tx, request, { items: freeItems(items, speak), note, by, waiver });
  },
  ask,
  decline,
  message: write,
  withdraw: async ({ tx, request, by }, { note }) => {
    await withdrawRequest(tx, request, { reason: note, by });
  },
  cancel: async ({ tx, request, by }, { note }) => {
    const cancelled = await advance(tx, request, 'cancel', { by, data: { reason: note } });
    const about = await aboutRequest(tx, cancelled);
    await writeToRepublisher(tx, cancelled, 'withdrawn', { ...about, by: 'staff', reason: note });
  },
};

/** A message between decisions; sent twice by the same page it arrives once. */
async function write({ tx, request, by }: Desk, { note, key }: Decision): Promise<void> {
  if (!mayTalk(request.state)) throw conflict('already_changed');
  const message = { key: `message ${key}`, message: note, author: 'staff', by } as const;
  if (!(await addMessage(tx, request, message))) return;
  const about = await aboutRequest(tx, request);
  await writeToRepublisher(tx, request, 'message', { ...about, author: by.name, message: note });
}

const dayMs = 86_400_000;

async function ask({ tx, request, settings, by }: Desk, { note }: Decision): Promise<void> {
  const asked = await advance(tx, request, 'ask', { by });
  const key = `question ${asked.version}`;
  await addMessage(tx, asked, { key, message: note, author: 'staff', by });
  await writeToRepublisher(tx, asked, 'question', {
    ...(await aboutRequest(tx, asked)),
    author: by.name,
    message: note,
    replyBy: new Date(tx.now().getTime() + settings.needsInfoDays * dayMs),
  });
}

async function decline(desk: Desk, decision: Decision): Promise<void> {
  const { tx, request, speak, by } = desk;
  const { note } = decision;
  const code = decision.reason ?? 'not_this_use';
  const instead = declineAlternatives[decision.alternative];
  const reason = speak.t(declineReasons[code]);
  const alternative = instead === '' ? '' : speak.t(instead);
  // The words are kept as they were sent: the guest's page shows them, and lists may change later.
  const declined = await advance(tx, request, 'decline', {
    by,
    data: { code, reason, alternative, note },
  });
  const about = await aboutRequest(tx, declined);
  await writeToRepublisher(tx, declined, 'declined', { ...about, reason, alternative, note });
}
