/** English text that is the key of its translation, with the values in it. */
export interface Words {
  text: string;
  params: Readonly<Record<string, string | number>>;
}

/** Reasons that only the rights in an article or the machine itself can give. */
const ownReasons = {
  priced: 'The fee follows from our tariff.',
  withdrawn: 'This article was withdrawn.',
  embargoed: 'This article may not be used before its embargo ends.',
  not_licensable: 'We do not license this article.',
  agency_content:
    'This article belongs to a news agency or another supplier, so we cannot license it.',
  co_published: 'This article was made together with others, so we must ask them first.',
  not_ours:
    '{named, select, yes {This article is not ours to license: ask {rightsholder}.} ' +
    'other {This article was made together with others and is not ours to license.}}',
  rights_unsettled: 'We must first check that all rights in this article are ours.',
  supplied_content:
    'This article was not written by our staff, so we must check our contract first.',
  creative_commons:
    'This article is under the licence {licence}: you may use it under that licence, without asking.',
  allowance:
    'Your organisation has an allowance, {name}, that covers this: {left, plural, one {# article is left} other {# articles are left}}.',
  detail_open: 'To say what it costs we must know this: {question}.',
  no_currency: 'We have no prices in {currency}.',
  short_excerpt:
    'For a quotation of up to {words, number} words you may not need a licence: quote it with the credit.',
  excerpt_not_found: 'These words do not stand in the article, so they cannot be quoted from it.',
  excerpt_unchecked: 'We must compare the excerpt with the article first.',
  translation: 'We approve each translation ourselves.',
  translation_language: 'We must know into which language the article is to be translated.',
  language_unknown: 'We must first see which language the article is in.',
  exclusivity: 'Exclusive use is agreed with us in person.',
  pictures: 'You ask for more pictures than we can pass on, so we must look at them first.',
  no_price: 'Our tariff has no price for this use, so we must look at it ourselves.',
} as const;

/** Reasons that a gate of the tariff may give. */
export const gateReasons = {
  political: 'We do not license articles for political campaigns.',
  marketing: 'Use in marketing is agreed with us in person.',
  ai: 'Use for training or feeding AI systems is agreed with us in person.',
  special_use: 'We look at this kind of use ourselves.',
  organisation: 'We agree terms with organisations of this kind in person.',
  country: 'We look at requests from this country ourselves.',
  section: 'Articles of this section are licensed case by case.',
  not_this_section: 'We do not license articles of this section.',
  too_new: 'We license articles only some time after they appeared.',
  too_old: 'Articles of this age are licensed case by case.',
  length: 'Articles of this length are licensed case by case.',
  ask_author: 'The author must agree first, so we ask them.',
  photographs: 'Photographs and illustrations are agreed with us apart from the text.',
  edits: 'Changes to the text are agreed with us in person.',
  paywall: 'Use behind a paywall is agreed with us in person.',
  advertising: 'Use beside advertising is agreed with us in person.',
  not_this_use: 'We do not license this use.',
  volume: 'You license often: let us agree a better arrangement.',
  programme: 'You are in a programme for which this is free.',
  free_to_republish: 'You may republish this free of charge.',
  house_rule: 'A rule of our house decides this.',
} as const;

const texts = { ...ownReasons, ...gateReasons };

export type GateReasonCode = keyof typeof gateReasons;
export type ReasonCode = keyof typeof texts;

export interface Reason extends Words {
  code: ReasonCode;
}

/** The reason of an answer with its text as it reads today. */
export function reason(code: ReasonCode, params: Words['params'] = {}): Reason {
  return { code, text: texts[code], params };
}

export const alternatives = {
  quote_short: 'You may quote up to {words, number} words with the credit.',
  link: 'You may link to the article.',
  excerpt: 'Ask for an excerpt in place of the whole article.',
  without_pictures: 'Ask for it without pictures.',
  later: 'Ask again when the article is older.',
  shorter_term: 'Ask for a shorter time.',
  other_article: 'Choose another article.',
} as const;

export type AlternativeCode = keyof typeof alternatives;

export interface Alternative extends Words {
  code: AlternativeCode;
}

/** What is possible instead; `words` is how many may be quoted. Without free quotations, a link is. */
export function alternative(code: AlternativeCode, words: number): Alternative {
  if (code !== 'quote_short') return { code, text: alternatives[code], params: {} };
  if (words === 0) return alternative('link', 0);
  return { code, text: alternatives.quote_short, params: { words } };
}

const flagTexts = {
  reach_unknown: 'The reach is not known: the lowest band was taken.',
  class_unverified: 'The kind of organisation is claimed, not proven.',
  translation: 'A translation is wanted.',
  exclusivity_wish: 'Exclusive use is wished for.',
  already_published: 'It is published already.',
  blocked_pictures: 'Some pictures of the article may not be used in this territory.',
  no_pictures: 'Pictures are wanted, but none of the article may be passed on.',
} as const;

export type Flag = keyof typeof flagTexts;

/** What staff should notice, in words. */
export function flagWords(flag: Flag): Words {
  return { text: flagTexts[flag], params: {} };
}
