/**
 * The life of a request: state → verb → next state. This is the one list; `advance` obeys it and
 * the pages show only the steps it allows.
 */
export const life = {
  unverified: { verify: 'in_review', withdraw: 'withdrawn', lapse: 'lapsed' },
  in_review: {
    ask: 'needs_info',
    offer: 'offered',
    grant_free: 'granted',
    decline: 'declined',
    withdraw: 'withdrawn',
  },
  needs_info: {
    reply: 'in_review',
    grant_free: 'granted',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
  },
  offered: {
    offer: 'offered',
    accept: 'accepted',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
  },
  accepted: {
    offer: 'offered',
    pay: 'granted',
    grant_on_terms: 'granted',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    cancel: 'cancelled',
  },
  granted: {},
  declined: {},
  withdrawn: {},
  lapsed: {},
  cancelled: {},
} as const satisfies Record<string, Record<string, string>>;

export type RequestState = keyof typeof life;

type VerbsOf<S> = S extends RequestState ? keyof (typeof life)[S] : never;
export type RequestVerb = VerbsOf<RequestState>;

export const requestStates = Object.keys(life) as RequestState[];

/** States in which something is still to be done by somebody. */
export const openStates: readonly RequestState[] = requestStates.filter(
  (state) => Object.keys(life[state]).length > 0,
);

/** Whether a text, from the database or an address, names a state. */
export function isRequestState(text: string): text is RequestState {
  return Object.hasOwn(life, text);
}

/** The verbs that are possible now, in the order of the table. */
export function verbsFrom(state: RequestState): RequestVerb[] {
  return Object.keys(life[state]) as RequestVerb[];
}

/** Where the verb leads from this state; null when it is not possible there. */
export function stateAfter(state: RequestState, verb: RequestVerb): RequestState | null {
  const verbs: Partial<Record<RequestVerb, RequestState>> = life[state];
  return Object.hasOwn(verbs, verb) ? (verbs[verb] ?? null) : null;
}

/** Whether the tariff's answer still counts: the address is confirmed and nothing was offered yet. */
export function isAnswerable(state: RequestState): boolean {
  return state === 'in_review' || state === 'needs_info';
}

/** A verb after which no payment may be taken on the offer that stood before. */
export function endsOffer(verb: RequestVerb): boolean {
  return ['withdraw', 'decline', 'lapse', 'cancel'].includes(verb);
}

/** Whether messages can be sent: the address is confirmed, and it is open or has led to a licence. */
export function mayTalk(state: RequestState): boolean {
  return state === 'granted' || (state !== 'unverified' && openStates.includes(state));
}
