import type { Provenance } from '../../pricing/rules/article-facts.ts';
import { kindOfRule } from './agency-patterns.ts';
import { otherHouse } from './provenance-phrases.ts';

/** A finding as it is stored, with how a person settled it. */
export interface JudgedFinding {
  rule: string;
  weight: string;
  place: string;
  words: string;
  settled_as: string | null;
}

/** How a person settles a finding; a freelance author's work is licensed as the contract or the author says. */
export const settledAs = ['ours', 'freelance', 'not_ours'] as const;
export type SettledAs = (typeof settledAs)[number];

export interface Rights {
  provenance: Provenance;
  rightsCheck: 'clear' | 'held' | 'settled';
  coPublished: boolean;
  /** The other house that the words name, or empty. */
  rightsholder: string;
}

// At these places the words say by themselves whose text it is.
const certain = new Set(['byline', 'opening', 'section', 'address', 'rights']);

/**
 * What the findings make of an article. An unsettled strong one holds it back; agency copy that is plain from byline or
 * place line, and whatever a person settled as not ours, is another's work at once.
 */
export function rightsOf(all: readonly JudgedFinding[]): Rights {
  // Whose a picture is says nothing of the text; its own rights say whether it is passed on.
  const findings = all.filter(({ place }) => place !== 'picture');
  const strong = findings.filter(({ weight }) => weight === 'strong');
  const open = strong.filter((finding) => finding.settled_as === null);
  const foreign = findings.filter(({ settled_as }) => settled_as === 'not_ours');
  const freelance = findings.some(({ settled_as }) => settled_as === 'freelance');
  const standing = [...foreign, ...open];
  const rightsCheck = open.length > 0 ? 'held' : strong.length > 0 ? 'settled' : 'clear';
  const provenance = provenanceOf([...foreign, ...open.filter(speaksForItself)]);
  const someWeak = (foreign.length > 0 || freelance) && rightsCheck === 'clear';
  return {
    provenance: provenance === 'staff' && freelance ? 'freelance' : provenance,
    rightsCheck: someWeak ? 'settled' : rightsCheck,
    coPublished: standing.some(({ rule }) => rule === 'co-published' || rule === 'republished'),
    rightsholder: standing.map(otherHouse).find((name) => name !== '') ?? '',
  };
}

function speaksForItself({ rule, place }: JudgedFinding): boolean {
  const kind = kindOfRule(rule);
  return (kind !== 'wires' && kind !== 'stock') || certain.has(place);
}

function provenanceOf(findings: readonly JudgedFinding[]): Provenance {
  const kinds = findings.map(({ rule }) => kindOfRule(rule));
  // Of several the one that is surest not to be for sale.
  return (
    (['wires', 'stock', 'handout', 'other'] as const).find((kind) => kinds.includes(kind)) ??
    'staff'
  );
}
