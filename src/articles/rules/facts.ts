import {
  provenances,
  type ArticleFacts,
  type Provenance,
} from '../../pricing/rules/article-facts.ts';

/** The columns of an article that its fee depends on. */
export interface FactColumns {
  language: string;
  word_count: number;
  paragraph_count: number;
  section: string;
  tags: string[];
  published_at: Date | null;
  provenance: string;
  licensable: boolean;
  embargo_until: Date | null;
  withdrawn_at: Date | null;
  cc_licence: string | null;
  co_published: boolean;
  rights_check: string;
  rightsholder: string;
  /** For each picture that may be passed on, the places where it may not be used. */
  picture_blocks: string[][];
}

const dayMs = 86_400_000;

/**
 * An article as the tariff sees it at an instant; `text` only where an excerpt may have to be compared. Without a text
 * the number of words is not known, so no price can be computed: such an article is referred to a person.
 */
export function factsOf(row: FactColumns, now: Date, text: string | null): ArticleFacts {
  const age = row.published_at === null ? 0 : now.getTime() - row.published_at.getTime();
  return {
    at: now.toISOString(),
    language: row.language,
    wordCount: row.word_count,
    paragraphCount: row.paragraph_count,
    section: row.section,
    tags: row.tags,
    ageDays: Math.max(0, Math.floor(age / dayMs)),
    provenance: provenanceOf(row.provenance),
    licensable: row.licensable,
    embargoUntil: row.embargo_until?.toISOString() ?? null,
    withdrawn: row.withdrawn_at !== null,
    ccLicence: row.cc_licence,
    coPublished: row.co_published,
    rightsCheck: row.word_count === 0 ? 'held' : checkOf(row.rights_check),
    rightsholder: row.rightsholder,
    pictures: row.picture_blocks.map((blockedIn) => ({ blockedIn })),
    text: text === '' ? null : text,
  };
}

function provenanceOf(text: string): Provenance {
  const known = provenances.find((provenance) => provenance === text);
  if (known === undefined) throw new Error(`there is no provenance "${text}"`);
  return known;
}

function checkOf(text: string): ArticleFacts['rightsCheck'] {
  return text === 'settled' || text === 'clear' ? text : 'held';
}

/** Withdrawn articles are gone for the public, those under embargo not there yet. */
export function isPublic(
  article: { withdrawn_at: Date | null; embargo_until: Date | null },
  now: Date,
): boolean {
  return (
    article.withdrawn_at === null &&
    (article.embargo_until === null || article.embargo_until <= now)
  );
}
