import type { DisputeState } from './dispute.ts';

interface Sum {
  amount: number;
  currency: string;
}

/** A letter to the republisher as it was sent, its secret links masked. */
export interface LetterSent {
  kind: string;
  to_name: string;
  to_address: string;
  subject: string;
  text: string;
  state: string;
  queued_at: Date;
  sent_at: Date | null;
}

/** That somebody looked at what they bought. */
export interface Opening {
  number: string;
  what: string;
  address: string;
  agent: string;
  opened_at: Date;
}

export interface Happening {
  verb: string;
  subject_type: string;
  actor_type: string;
  actor_name: string;
  before_state: string | null;
  after_state: string | null;
  created_at: Date;
}

export interface LicenceSold {
  number: string;
  state: string;
  reason: string;
  permission: unknown;
  terms_version: number;
  terms_hash: string;
  starts_at: Date;
  ends_at: Date | null;
  issued_at: Date;
  published_url: string;
}

export interface Acceptance {
  actor: string;
  address: string;
  agent: string;
  button: string;
  terms_version: number;
  terms_hash: string;
  terms_text: string;
  offer_hash: string;
  offer_text: string;
  accepted_at: Date;
}

/** Everything that proves a sale, as it stands in the books. Sums in minor units. */
export interface Evidence {
  madeAt: Date;
  /** The address of the portal. */
  portal: string;
  seller: { name: string; legalName: string; address: string; email: string; language: string };
  payment: Sum & {
    id: string;
    method: string;
    kind: string;
    payment_intent: string | null;
    charge_id: string | null;
    bank_reference: string;
    live_money: boolean;
    refunded: number;
    paid_at: Date;
  };
  refunds: readonly (Sum & { state: string; reason: string; made_by: string; created_at: Date })[];
  disputes: readonly (Sum & {
    state: DisputeState;
    reason: string;
    stripe_id: string;
    opened_at: Date;
  })[];
  /** Null where the money came for no request that we know; then all that follows is empty. */
  request: {
    reference: string;
    contact_name: string;
    email: string;
    email_verified_at: Date | null;
    organisation: string;
    country: string;
    end_client: string;
    publication_title: string;
    publication_url: string;
    own_reference: string;
    billing: unknown;
    created_at: Date;
  } | null;
  offer: { version: number; text: string; hash: string; created_at: Date } | null;
  acceptance: Acceptance | null;
  licences: readonly LicenceSold[];
  letters: readonly LetterSent[];
  messages: readonly { author: string; author_name: string; body: string; created_at: Date }[];
  openings: readonly Opening[];
  events: readonly Happening[];
}
