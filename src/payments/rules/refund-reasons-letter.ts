/** What a letter to the republisher says of the reason; reasons without a sentence are told in its own paragraph or not at all. */
const sentences: Record<string, string> = {
  unused: 'The licence was given back unused.',
  mistake: 'There was a mistake in the licence or the bill.',
  article_changed: 'The article was withdrawn or changed after it was licensed.',
  price: 'A lower price was agreed.',
  duplicate: 'It was paid twice.',
  not_kept: 'The payment could not be used, so it is not kept.',
  fraud: 'The card was used without its owner’s consent.',
};

/** The sentence for a stored reason, '' where there is none. */
export function refundReasonLetter(code: string): string {
  return Object.hasOwn(sentences, code) ? (sentences[code] ?? '') : '';
}
