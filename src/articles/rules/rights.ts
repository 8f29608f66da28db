import type { Provenance } from '../../pricing/rules/article-facts.ts';
import { kindOfRule } from './agency-patterns.ts';

/** A finding as it is stored, with how a person settled it. */
export interface JudgedFinding {
  rule: string;
  weight: string;
  place: string;
  settled_as: string | null;
}

export interface Rights {
  provenance: Provenance;
  rightsCheck: 'clear' | 'held' | 'settled';
  coPublished: boolean;
}

// At these places the words say by themselves whose text it is.
const certain = new Set(['byline', 'opening', 'section', 'address', 'rights']);

/**
 * What the findings make of an article. An unsettled strong one holds it back; agency copy that is plain from byline or
 * place line, and whatever a person settled as not ours, is another's work at once.
 */
export function rightsOf(findings: readonly JudgedFinding[]): Rights {
  const strong = findings.filter(({ weight }) => weight === 'strong');
  const open = strong.filter((finding) => finding.settled_as === null);
  const foreign = findings.filter(({ settled_as }) => settled_as === 'not_ours');
  const standing = [...foreign, ...open];
  const rightsCheck = open.length > 0 ? 'held' : strong.length > 0 ? 'settled' : 'clear';
  return {
    provenance: provenanceOf([...foreign, ...open.filter(speaksForItself)]),
    rightsCheck: foreign.length > 0 && rightsCheck === 'clear' ? 'settled' : rightsCheck,
    coPublished: standing.some(({ rule }) => rule === 'co-published' || rule === 'republished'),
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
