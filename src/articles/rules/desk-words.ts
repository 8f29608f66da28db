import type { Provenance } from '../../pricing/rules/article-facts.ts';

/** English texts to translate: whose work an article is. */
export const provenanceNames: Record<Provenance, string> = {
  staff: 'Our own work',
  wires: 'A news agency',
  freelance: 'A freelance author',
  stock: 'A picture agency',
  handout: 'A release or handout',
  other: 'Somebody else',
};

/** Where the words of a finding stand. */
export const placeNames: Record<string, string> = {
  byline: 'In the byline',
  title: 'In the headline',
  section: 'In the section',
  opening: 'In the place line',
  text: 'In the text',
  end: 'At the end of the text',
  rights: 'In what the feed says about rights',
  address: 'In the address',
  picture: 'In the credit of a picture',
};

/** Lines of an article's history. */
export const verbNames: Record<string, string> = {
  correct: 'The text changed in the feed',
  settle: 'A finding was settled',
  set_flags: 'What may be done with it was changed',
  withdraw: 'It was withdrawn',
  set_picture: 'The rights of a picture were changed',
  edit: 'The entry was edited',
};

export const stateNames: Record<string, string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
};

// Names that are not those of an agency; the rest is written in capitals as agencies are.
const ruleNames: Record<string, string> = {
  agencies: 'News agencies',
  republished: 'First published elsewhere',
  'co-published': 'Published together with others',
  release: 'Press release',
  contributor: 'Outside author',
};

/** What a finding points to, as a few words; agencies by their name. */
export function ruleName(rule: string): string {
  const known = ruleNames[rule];
  if (known !== undefined) return known;
  return rule.length <= 4
    ? rule.toUpperCase()
    : rule.replace(/(?:^|-)\p{L}/gu, (start) => start.replace('-', ' ').toUpperCase());
}
