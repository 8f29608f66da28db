import { regions } from '../../values/country.ts';
import type { ArticleFacts } from './article-facts.ts';

/** How many pictures may be passed on everywhere in a territory. */
export function clearedPictures(article: ArticleFacts, territory: readonly string[]): number {
  return article.pictures.filter(({ blockedIn }) => !reaches(territory, blockedIn)).length;
}

/** True when a territory has a country in common with the places; the world has with any. */
export function reaches(territory: readonly string[], places: readonly string[]): boolean {
  if (places.length === 0) return false;
  if (territory.length === 0 || territory.includes('world')) return true;
  const blocked = countriesOf(places);
  return !blocked.isDisjointFrom(countriesOf(territory));
}

function countriesOf(places: readonly string[]): Set<string> {
  return new Set(places.flatMap((place) => [...(regions.get(place) ?? [place])]));
}
