import type { TermsParameters } from './facts.ts';
import type { Condition } from './fill.ts';

/** The duties in one sentence each, in the order of the clauses; the full text is what counts. */
export function shortTerms(holds: ReadonlySet<Condition>, parameters: TermsParameters): string[] {
  const { proofDays, correctionHours, killHours, removalDays } = parameters;
  const sentences: [boolean, string][] = [
    [true, 'Show the credit exactly as it stands, with its links where there can be links.'],
    [holds.has('noindex'), 'Keep the copy out of search engines with the given tag.'],
    [holds.has('canonical'), 'Name the original as the canonical page with the given tag.'],
    [true, 'Do not change the text beyond your house style.'],
    [holds.has('pictures'), 'Use only the pictures that the licence names, each with its credit.'],
    [!holds.has('pictures'), 'Pictures are not included.'],
    [true, 'Do not sell it on, and do not use it to train AI.'],
    [true, `Tell us within ${proofDays} days where it appeared.`],
    [true, `Take over corrections within ${correctionHours} hours.`],
    [true, `Take it down within ${killHours} hours if we withdraw it.`],
    [holds.has('translated'), 'Show us the translation before you publish it.'],
    [
      holds.has('term'),
      `Remove or shorten the copies within ${removalDays} days after the licence ends.`,
    ],
  ];
  return sentences.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

/** The same for an article under a Creative Commons licence: duties of that licence, then wishes. */
export function shortCreativeCommons(licence: string): string[] {
  return [
    `You may use the article under ${licence}, whose own text alone counts.`,
    'Name the author, the newsroom and the licence, and link to them.',
    'Say what you changed.',
    'We would be glad to hear where it appeared; you need not tell us.',
  ];
}
