const sentences: Record<string, string> = {
  make_known: '{name} made the organisation known.',
  edit: '{name} changed what is known.',
  allow_invoice_terms: '{name} allowed it to pay later, on an invoice.',
  end_invoice_terms: '{name} no longer allows it to pay later.',
  accept_proof: '{name} accepted a proof of the kind of organisation.',
  end_proof: '{name} ended a proof.',
  grant_allowance: '{name} gave an allowance.',
  edit_allowance: '{name} changed an allowance.',
  end_allowance: '{name} ended an allowance.',
  use_allowance: 'An allowance paid for an article ({name}).',
};

/** The sentence of an event of an organisation, as an English key; a verb without one is shown as it is. */
export function eventWords(
  verb: string,
  name: string,
): { text: string; params: Record<string, string> } {
  const sentence = Object.hasOwn(sentences, verb) ? sentences[verb] : undefined;
  if (sentence === undefined) return { text: '{name}: {verb}', params: { name, verb } };
  return { text: sentence, params: { name } };
}
