import { agencyOf, mayNameAgency } from './agency-patterns.ts';
import { innocentNames } from './provenance-others.ts';
import * as places from './provenance-places.ts';
import { withContext } from './finding-context.ts';
import type { Finding, FoundWords } from './provenance-places.ts';

export interface ProvenanceInput {
  bylines: readonly string[];
  title: string;
  section: string;
  /** Plain text: paragraphs parted by blank lines. */
  text: string;
  /** What the feed says about rights and origin of this item. */
  rights: readonly string[];
  url: string;
  pictures: readonly { credit: string; caption: string }[];
  /** Names of the newsroom itself: what it says about itself is no finding. */
  ownNames: readonly string[];
}

/** Everything that hints at somebody else's work, strongest first, each rule once for a place. */
export function findProvenance(input: ProvenanceInput): Finding[] {
  const text = input.text.replace(innocentNames, (found) => '·'.repeat(found.length));
  const found = [
    ...input.bylines.flatMap(places.inByline),
    ...places.inTitle(input.title),
    ...places.inSection(input.section),
    ...(mayNameAgency(text) ? places.inText(text) : []),
    ...places.inPhrases(text),
    ...input.rights.flatMap(places.inRights),
    ...places.inAddress(input.url),
    ...input.pictures.flatMap(places.inPicture),
  ];
  const foreign = found.filter((finding) => !isOwn(finding, input.ownNames));
  return withContext(withoutRepeats(foreign), { ...input, searched: text });
}

function isOwn(finding: FoundWords, ownNames: readonly string[]): boolean {
  const words = finding.words.toLowerCase();
  return ownNames.some((own) => {
    const name = own.toLowerCase().replace(/^the /u, '').trim();
    return (
      name.length > 2 &&
      words.includes(name) &&
      ([own, name].some((called) => agencyOf(called)?.id === finding.rule) ||
        /^(?:re|co-?)published$/u.test(finding.rule))
    );
  });
}

/** Each rule once for a place; a weak one is dropped where the same rule is strong elsewhere. */
function withoutRepeats(findings: FoundWords[]): FoundWords[] {
  const strong = new Set(
    findings.filter(({ weight }) => weight === 'strong').map(({ rule }) => rule),
  );
  const kept = new Map<string, FoundWords>();
  for (const finding of findings) {
    if (finding.weight === 'weak' && strong.has(finding.rule) && finding.place === 'text') continue;
    const key = `${finding.rule} ${finding.place}`;
    const known = kept.get(key);
    if (!known || (known.weight === 'weak' && finding.weight === 'strong')) kept.set(key, finding);
  }
  return [...kept.values()].sort(
    (a, b) => Number(a.weight === 'weak') - Number(b.weight === 'weak'),
  );
}
