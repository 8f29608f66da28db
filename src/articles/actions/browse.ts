import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { primaryLanguage } from '../../values/language.ts';
import { pagedRows, type Paged, type Place } from '../rules/paging.ts';
import { searchConfig, searchTerms, termQuery, type Term } from '../rules/search-words.ts';
import { closestWord, spellingsOf, wordsToLearn } from '../rules/spelling.ts';
import {
  articlesFrom,
  countArticles,
  differentValues,
  type Filter,
  type ListedArticle,
} from '../store/catalogue.ts';
import {
  articlesMatching,
  mostRanked,
  textQuery,
  wordsSpelled,
  type Found,
} from '../store/search.ts';

/** What the catalogue can be narrowed by. */
export interface Choices {
  sections: string[];
  /** Primary languages. */
  languages: string[];
  /** Languages as they are tagged. */
  tags: string[];
  /** Text search configurations in use. */
  configs: string[];
}

/** The tags of a primary language: `pt` holds `pt-BR` too. Null lets every language through. */
export function tagsOf({ tags }: Choices, language: string | null): string[] | null {
  return language === null ? null : tags.filter((tag) => primaryLanguage(tag) === language);
}

const mostCounted = 1000;

export async function choicesOf(db: Kysely<DB>): Promise<Choices> {
  const sections = await differentValues(db, 'section');
  const tags = await differentValues(db, 'language');
  const languages = [...new Set(tags.map(primaryLanguage))].filter(
    (language) => language !== 'und',
  );
  return { sections, languages, tags, configs: [...new Set(tags.map(searchConfig))] };
}

export interface Browsed extends Paged<ListedArticle> {
  /** Counted up to a thousand. */
  count: number;
  /** Whether there are more than were counted. */
  more: boolean;
}

/** The newest articles that the public may see. */
export async function newest(
  db: Kysely<DB>,
  now: Date,
  size: number,
): Promise<Paged<ListedArticle>> {
  const all = { section: null, languages: null, from: null, to: null, held: false };
  const read = await articlesFrom(db, { ...all, publicAt: now }, { place: null, limit: size + 1 });
  return pagedRows(read, size, null);
}

/** The catalogue, newest first, from a place on. */
export async function browse(
  db: Kysely<DB>,
  filter: Filter,
  { place, size }: { place: Place | null; size: number },
): Promise<Browsed> {
  const read = await articlesFrom(db, filter, { place, limit: size + 1 });
  const count = await countArticles(db, filter, mostCounted + 1);
  return {
    ...pagedRows(read, size, place),
    count: Math.min(count, mostCounted),
    more: count > mostCounted,
  };
}

export interface Searched extends Found {
  /** What was searched for in place of a misspelled text, or null. */
  corrected: string | null;
  more: boolean;
}

/**
 * Full text search; page 1 is the first. Where nothing matches, words that the catalogue does not know are replaced by
 * the nearest it knows, and the result says so.
 */
export async function search(
  db: Kysely<DB>,
  text: string,
  filter: Filter,
  { page, size, configs }: { page: number; size: number; configs: readonly string[] },
): Promise<Searched> {
  const terms = searchTerms(text);
  const found = await matching(db, terms, filter, {
    offset: (page - 1) * size,
    limit: size,
    configs,
  });
  if (found.total > 0 || page > 1)
    return { ...found, corrected: null, more: found.total === mostRanked };
  const corrected = await correctedTerms(db, terms);
  if (corrected === null) return { ...found, corrected: null, more: false };
  const again = await matching(db, corrected, filter, { offset: 0, limit: size, configs });
  const words = corrected.map((term) => term.words.join(' ')).join(' ');
  return { ...again, corrected: again.total > 0 ? words : null, more: again.total === mostRanked };
}

async function matching(
  db: Kysely<DB>,
  terms: readonly Term[],
  filter: Filter,
  { configs, ...part }: { offset: number; limit: number; configs: readonly string[] },
): Promise<Found> {
  const query = await textQuery(db, terms, configs);
  return query === null ? { rows: [], total: 0 } : articlesMatching(db, query, filter, part);
}

async function correctedTerms(db: Kysely<DB>, terms: readonly Term[]): Promise<Term[] | null> {
  const words = wordsToLearn(terms.flatMap((term) => term.words).join(' '));
  if (words.length === 0) return null;
  const known = await wordsSpelled(db, words.flatMap(spellingsOf));
  const corrected = terms.map((term) => ({
    ...term,
    words: term.words.map((word) => correctedWord(word, known)),
  }));
  const changed = corrected.map(termQuery).join() !== terms.map(termQuery).join();
  return changed ? corrected : null;
}

function correctedWord(word: string, known: readonly string[]): string {
  const [plain] = wordsToLearn(word);
  return plain === undefined || known.includes(plain) ? word : (closestWord(word, known) ?? word);
}
