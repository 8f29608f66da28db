import type { Settings } from '../../platform/settings.ts';
import type { TermsRow } from './facts.ts';
import { valuesOf, type Condition } from './fill.ts';
import { parseTemplate, type Clause, type Paragraph } from './template.ts';

export interface SampleClause {
  title: string;
  /** `when` says for which licences the paragraph stands, null for all. */
  paragraphs: { when: string | null; text: string }[];
}

const whenWords: Record<Condition, readonly [holds: string, not: string]> = {
  priced: ['With a fee', 'Free of charge'],
  online: ['Online', 'Not online'],
  print: ['In print', 'Not in print'],
  broadcast: ['On air', 'Not on air'],
  noindex: ['Where copies stay out of search engines', 'Where search engines may show copies'],
  canonical: ['Where the original is the canonical page', 'Without a canonical page'],
  pictures: ['With pictures', 'Without pictures'],
  translated: ['For translations', 'Without translations'],
  term: ['For a fixed time', 'Without a last day'],
  single_issue: ['For a single issue', 'Beyond a single issue'],
  client: ['For a client', 'Without a client'],
  exclusive: ['Exclusive', 'Not exclusive'],
  reach: ['With a stated reach', 'Without a stated reach'],
  counter: ['On websites and in apps', 'Elsewhere'],
};

const stand = {
  licensee: '[the licensee]',
  client: '[the client]',
  publication: '[the publication]',
  fee: '[the fee]',
  exclusivity: '[in the territory, or worldwide]',
  licence: '[the Creative Commons licence]',
};

/** A version of the terms to read before any licence: every paragraph, with the case it is for. */
export function sampleTerms(
  terms: TermsRow,
  newsroom: Settings,
): { ordinary: SampleClause[]; creativeCommons: SampleClause[] } {
  const licensee = { organisation: '', contact: '', endClient: '', publication: '' };
  const facts = { works: [], licensee, newsroom, fee: null, quoteLines: [] };
  const values = { ...valuesOf(terms, facts), ...stand, works: '[the works, each with its use]' };
  const { ordinary, creativeCommons } = parseTemplate(terms.template);
  const sample = (clause: Clause): SampleClause => ({
    title: fill(clause.title, values),
    paragraphs: clause.paragraphs.map((paragraph) => ({
      when: whenOf(paragraph),
      text: fill(paragraph.text, values),
    })),
  });
  return { ordinary: ordinary.map(sample), creativeCommons: creativeCommons.map(sample) };
}

function whenOf({ condition, unless }: Paragraph): string | null {
  return condition && whenWords[condition][unless ? 1 : 0];
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
