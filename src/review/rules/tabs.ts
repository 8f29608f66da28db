import { requestStates, type RequestState } from '../../requests/rules/life.ts';

/** A tab of the queue: the states it holds, and whether its order is by promise or newest first. */
export interface Tab {
  key: string;
  label: string;
  states: readonly RequestState[];
  order: 'promise' | 'newest';
}

export const tabs: readonly Tab[] = [
  { key: 'to_decide', label: 'To decide', states: ['in_review'], order: 'promise' },
  {
    key: 'needs_info',
    label: 'Waiting for their answer',
    states: ['needs_info'],
    order: 'promise',
  },
  { key: 'offered', label: 'Offer made', states: ['offered'], order: 'promise' },
  { key: 'accepted', label: 'Waiting for payment', states: ['accepted'], order: 'promise' },
  { key: 'unverified', label: 'Not confirmed', states: ['unverified'], order: 'newest' },
  { key: 'granted', label: 'Granted', states: ['granted'], order: 'newest' },
  {
    key: 'ended',
    label: 'Ended',
    states: ['declined', 'withdrawn', 'lapsed', 'cancelled'],
    order: 'newest',
  },
  { key: 'all', label: 'All', states: requestStates, order: 'newest' },
];

/** The tab of this key; the first one for anything else. */
export function tabOf(key: string): Tab {
  return tabs.find((tab) => tab.key === key) ?? tabs[0]!;
}

export const narrowings = ['late', 'agency', 'exclusive', 'repeat'] as const;
export type Narrowing = (typeof narrowings)[number];

/** What each filter of the queue is called, as English keys. */
export const narrowingNames: Record<Narrowing, string> = {
  late: 'Late',
  agency: 'Agency text',
  exclusive: 'Wants it exclusively',
  repeat: 'Repeat customers',
};

/** What each state is called to staff, as English keys. */
export const stateNames: Record<RequestState, string> = {
  unverified: 'Not confirmed',
  in_review: 'To decide',
  needs_info: 'Waiting for their answer',
  offered: 'Offer made',
  accepted: 'Waiting for payment',
  granted: 'Granted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  lapsed: 'Lapsed',
  cancelled: 'Cancelled',
};
