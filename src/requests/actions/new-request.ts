import type { Insertable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { readSettings } from '../../platform/settings.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { referenceOf } from '../rules/reference.ts';
import { checkVat } from '../rules/vat.ts';

/** The bill's address as it was given; `payBy` is a wish that the pay page asks again. */
export interface Billing {
  legalName: string;
  billingAddress: string;
  billingCountry: string;
  vatNumber: string;
  invoiceEmail: string;
  payBy: 'card' | 'invoice';
}

/** A bill nobody has said anything about yet. */
export const noBill: Billing = {
  legalName: '',
  billingAddress: '',
  billingCountry: '',
  vatNumber: '',
  invoiceEmail: '',
  payBy: 'card',
};

/** What the form holds, checked; sums and states are no part of it. */
export interface Submission extends Billing {
  formKey: string;
  termsVersion: number;
  contactName: string;
  email: string;
  organisationName: string;
  endClient: string;
  publicationTitle: string;
  publicationUrl: string;
  plannedDate: string | null;
  edits: string;
  editsNote: string;
  note: string;
  ownReference: string;
  paywalled: boolean;
  withAds: boolean;
  counter: boolean;
}

interface Asked {
  use: Use;
  submission: Submission;
  termsHash: string;
}

/** The row of a new request; its tokens follow from its id, only their hashes are stored. */
export async function newRow(
  tx: Tx,
  { use, submission: form, termsHash }: Asked,
): Promise<Insertable<DB['requests']>> {
  const id = tx.newId();
  const now = tx.now();
  const { settings } = await readSettings(tx.db);
  return {
    id,
    reference: referenceOf(Buffer.from(tx.newToken(), 'base64url')),
    form_key: form.formKey,
    token_hash: tx.links.hash(tx.links.token('request', id)),
    pay_token_hash: tx.links.hash(tx.links.token('pay', id)),
    state: 'unverified' as const,
    ...columnsOf(form),
    organisation_type: use.organisation,
    country: use.country,
    billing: JSON.stringify(billingOf(form)),
    confirmations: JSON.stringify({
      termsVersion: form.termsVersion,
      termsHash,
      entitled: true,
      counter: form.counter,
    }),
    language: settings.language,
    created_at: now,
    changed_at: now,
  };
}

/** What is kept of the bill's address, with what our check of the VAT number found. */
export function billingOf(form: Billing): Billing & { vatCheck: string } {
  const { legalName, billingAddress, billingCountry, vatNumber, invoiceEmail, payBy } = form;
  const given = { legalName, billingAddress, billingCountry, vatNumber, invoiceEmail, payBy };
  return { ...given, vatCheck: checkVat(vatNumber, billingCountry) };
}

/** What was typed, as it is kept. */
function columnsOf(form: Submission) {
  return {
    contact_name: form.contactName,
    email: form.email,
    organisation: form.organisationName,
    end_client: form.endClient,
    publication_title: form.publicationTitle,
    publication_url: form.publicationUrl,
    planned_date: form.plannedDate,
    edits: form.edits,
    edits_note: form.editsNote,
    note: form.note,
    own_reference: form.ownReference,
    paywalled: form.paywalled,
    with_ads: form.withAds,
  };
}
