import type { Medium, Use } from '../../pricing/rules/use.ts';

export type SearchClause = 'noindex' | 'canonical' | 'none';

const onPages: readonly Medium[] = ['website', 'app', 'social', 'intranet'];

/** What a copy tells search engines: the newsroom's rule for whole copies on pages, nothing elsewhere. */
export function searchClause({ use, medium }: Use, rule: SearchClause): SearchClause {
  return onPages.includes(medium) && use !== 'excerpt' && use !== 'photo_only' ? rule : 'none';
}
