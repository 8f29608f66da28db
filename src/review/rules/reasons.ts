import { alternatives } from '../../pricing/rules/reasons.ts';

/** Why a request may be declined, as English keys: the republisher reads the sentence. */
export const declineReasons = {
  not_ours: 'Not all rights in this article are ours to license.',
  not_this_use: 'We do not license our articles for this kind of use.',
  political: 'We do not license articles for political campaigns.',
  exclusive_elsewhere: 'Somebody else holds an exclusive licence for this article at present.',
  withdrawn: 'This article was withdrawn.',
  too_many_changes: 'The changes you would like to make go further than we allow.',
  no_agreement: 'We could not agree on the terms.',
  unclear: 'We could not find out who is asking, or what for.',
} as const;

export type DeclineReason = keyof typeof declineReasons;
export const declineReasonCodes = Object.keys(declineReasons) as DeclineReason[];

/** Spam is declined without a letter: whoever is named as its sender may never have written. */
export const spamReason = 'This was unsolicited advertising.';

/** What can be offered instead, as English keys. */
export const declineAlternatives = {
  none: '',
  quote_short: 'You may quote up to 100 words with the credit.',
  link: alternatives.link,
  shorter_term: alternatives.shorter_term,
  other_article: alternatives.other_article,
} as const;

export type DeclineAlternative = keyof typeof declineAlternatives;
export const declineAlternativeCodes = Object.keys(declineAlternatives) as DeclineAlternative[];
