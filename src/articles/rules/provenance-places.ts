import * as patterns from './agency-patterns.ts';
import { agencyOf } from './agency-patterns.ts';
import * as notes from './note-patterns.ts';
import type { Agency } from './provenance-others.ts';
import { agencyWords, phrases } from './provenance-phrases.ts';

export type Place =
  'byline' | 'title' | 'section' | 'opening' | 'text' | 'end' | 'rights' | 'address' | 'picture';

/** Something in an article that speaks against selling it, with the words that say so. */
export interface Finding {
  /** Id of the agency, or `agencies`, `republished`, `co-published`, `release`, `contributor`. */
  rule: string;
  kind: Agency['kind'];
  /** Strong holds the article back until a person settles it; weak is shown to staff. */
  weight: 'strong' | 'weak';
  place: Place;
  words: string;
  /** The words with what stands around them; empty where nothing does. */
  context: string;
}

/** The same before its surroundings are looked up. */
export type FoundWords = Omit<Finding, 'context'>;

// Notes about origin stand within this many characters of the end.
const edge = 700;

function findingOf(
  agency: Agency,
  place: Place,
  words: string,
  weight: FoundWords['weight'] = 'strong',
): FoundWords {
  return {
    rule: agency.id,
    kind: agency.kind,
    weight,
    place,
    words: words.replace(/\s+/gu, ' ').trim().slice(0, 200),
  };
}

function toFinding(
  found: RegExpExecArray,
  place: Place,
  weight: FoundWords['weight'],
): FoundWords[] {
  // Each pattern names the agency by one of its groups.
  const named = Object.values(found.groups ?? {}).find((words) => words !== undefined);
  const known = agencyOf(named ?? found[0]);
  return known ? [findingOf(known, place, found[0], weight)] : [];
}

function match(text: string, pattern: RegExp, place: Place): FoundWords[] {
  const found = pattern.exec(text);
  return found ? toFinding(found, place, 'strong') : [];
}

function matchAll(
  text: string,
  pattern: RegExp,
  place: Place,
  weight: FoundWords['weight'] = 'strong',
): FoundWords[] {
  return [...text.matchAll(pattern)]
    .slice(0, 50)
    .flatMap((found) => toFinding(found, place, weight));
}

const bylineBreak =
  /\s*(?:[,;|/()[\]·•–—+&=＝]|\s-\s|(?<![\p{L}])(?:and|with|for|from|in|via|und|mit|für|et|avec|pour|con|per|para|com|by|von|par|por|di|da|door|met|от|від)(?![\p{L}]))\s*/iu;

const allAgencies = new RegExp(`^${agencyWords}$`, 'iu');

/** Agencies among the names of a byline. */
export function inByline(byline: string): FoundWords[] {
  const pieces = byline.split(bylineBreak).filter((piece) => piece !== '');
  return pieces.flatMap((piece, index) => {
    const agency = agencyOf(patterns.bylinePiece.exec(piece)?.groups?.['agency'] ?? '');
    if (allAgencies.test(piece))
      return [
        { rule: 'agencies', kind: 'wires', weight: 'strong', place: 'byline', words: byline },
      ];
    if (!agency) return [];
    // “Jane Roe, Harrisburg, PA” lives in Pennsylvania; “Jane Roe, PA” works for the agency.
    const isState = piece === 'PA' && index > 0 && (index > 1 || !/\s/u.test(pieces[0] ?? ''));
    return [findingOf(agency, 'byline', byline, isState ? 'weak' : 'strong')];
  });
}

/** “AP Exclusive: …” */
export function inTitle(title: string): FoundWords[] {
  return match(title, patterns.headline, 'title');
}

/** A section that is named after an agency. */
export function inSection(section: string): FoundWords[] {
  const found = patterns.bylinePiece.exec(section);
  return found ? toFinding(found, 'section', section === 'PA' ? 'weak' : 'strong') : [];
}

function inOpening(start: string): FoundWords[] {
  return [
    ...match(start, patterns.dateline, 'opening'),
    ...match(start, patterns.opening, 'opening'),
    ...match(start, patterns.localOpening, 'opening'),
  ];
}

function inEnd(end: string): FoundWords[] {
  return [
    ...matchAll(end, notes.bracketed, 'end'),
    ...matchAll(end, notes.creditLine, 'end'),
    ...matchAll(end, notes.dashed, 'end'),
    ...matchAll(end, notes.bracketedInside, 'end', 'weak'),
  ];
}

/** Sentences about where the text was first published, and with whom. */
export function inPhrases(text: string): FoundWords[] {
  const edges = text.length <= 2 * edge ? text : `${text.slice(0, edge)}\n\n${text.slice(-edge)}`;
  return phrases.flatMap(({ rule, kind, weight, where, pattern }) => {
    const found = pattern.exec(where === 'edges' ? edges : text);
    if (!found) return [];
    const finding: FoundWords = {
      rule,
      kind,
      weight,
      place: 'text',
      words: found[0].replace(/\s+/gu, ' ').trim().slice(0, 200),
    };
    const agency = agencyOf(found.groups?.['name']?.trim() ?? '');
    return [agency ? { ...finding, kind: agency.kind } : finding];
  });
}

/** Place line, notes at the end, contributors and copyright anywhere, and mentions, which may only quote. */
export function inText(text: string): FoundWords[] {
  return [
    ...inOpening(text.slice(0, 300)),
    ...inEnd(text.slice(-edge)),
    ...matchAll(text, notes.contributed, 'text'),
    ...matchAll(text, notes.material, 'text'),
    ...matchAll(text, patterns.copyright, 'text'),
    ...matchAll(text, patterns.mention, 'text', 'weak'),
    ...matchAll(text, patterns.quoted, 'text', 'weak'),
  ];
}

/** What the feed says about the rights of an item. */
export function inRights(rights: string): FoundWords[] {
  const mentions = matchAll(rights, patterns.mention, 'rights');
  const exact = patterns.bylinePiece.exec(rights.trim());
  return [...mentions, ...(exact ? toFinding(exact, 'rights', 'strong') : [])];
}

/** Directories that sites keep agency copy in. */
export function inAddress(url: string): FoundWords[] {
  const piece = URL.parse(url)
    ?.pathname.split('/')
    .find((part) => patterns.pathPiece.test(part));
  const agency =
    piece === undefined
      ? undefined
      : agencyOf(/reuters|afp|dpa|efe|ansa|xinhua/iu.exec(piece)?.[0].toUpperCase() ?? '');
  if (piece === undefined) return [];
  const rule = agency?.id ?? 'agencies';
  return [{ rule, kind: 'wires', weight: 'strong', place: 'address', words: `/${piece}/` }];
}

/** A picture of somebody else does not make the text somebody else's. The words are those of the line that names them. */
export function inPicture({ credit, caption }: { credit: string; caption: string }): FoundWords[] {
  return [credit, caption].flatMap((line) => {
    const named = matchAll(line, patterns.mention, 'picture', 'weak');
    const coded = line.split(pictureBreak).flatMap((piece) => {
      const found = patterns.bylinePiece.exec(
        piece
          .trim()
          .replace(photoWord, '')
          .replace(/ photo$/iu, ''),
      );
      return found ? toFinding(found, 'picture', 'weak') : [];
    });
    const words = line.trim().replace(/\s+/gu, ' ').slice(0, 200);
    return [...named, ...coded].map((finding) => ({ ...finding, words }));
  });
}

const pictureBreak = /[\n/,;|()–—]|\.\s|\s-\s|\bvia\b/u;
const photoWord = /^(?:photo|foto|bild|credit|image|©)\s*:?\s*/iu;
