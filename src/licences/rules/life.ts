export const licenceStates = [
  'active',
  'suspended',
  'revoked',
  'expired',
  'renewed',
  'amended',
] as const;
export type LicenceState = (typeof licenceStates)[number];
export type LicenceVerb = 'suspend' | 'restore' | 'revoke' | 'reinstate' | 'expire';

/** From → verb → to: the whole life of a licence. `reinstate` is for money that came back after all. */
const life: Record<LicenceState, Partial<Record<LicenceVerb, LicenceState>>> = {
  active: { suspend: 'suspended', revoke: 'revoked', expire: 'expired' },
  suspended: { restore: 'active', revoke: 'revoked', expire: 'expired' },
  revoked: { reinstate: 'active' },
  expired: {},
  renewed: {},
  amended: {},
};

/** The state after the verb, or null where the licence's life does not know it. */
export function stateAfter(state: LicenceState, verb: LicenceVerb): LicenceState | null {
  return life[state][verb] ?? null;
}

/** What may be done by hand now, in the order of the buttons. */
export function verbsFrom(state: LicenceState): LicenceVerb[] {
  const byHand: LicenceVerb[] = ['suspend', 'restore', 'revoke', 'reinstate'];
  return byHand.filter((verb) => stateAfter(state, verb) !== null);
}

/** Whether what may not be used may be used again by it. */
export const givesUse = (verb: LicenceVerb): boolean => verb === 'restore' || verb === 'reinstate';

/** Whether the use is allowed at this instant: active, begun and not ended. */
export function isValid(
  licence: { state: LicenceState; starts_at: Date; ends_at: Date | null },
  now: Date,
): boolean {
  const running = licence.ends_at === null || now < licence.ends_at;
  return licence.state === 'active' && licence.starts_at <= now && running;
}
