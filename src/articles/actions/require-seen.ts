import { conflict } from '../../platform/errors.ts';
import type { ArticleRow } from '../store/articles.ts';

/** When the article that a page showed was changed last, as its form sends it back. */
export function seenMark({ changed_at: at }: Pick<ArticleRow, 'changed_at'>): string {
  return at.toISOString();
}

/**
 * Refuses with conflict('already_changed') what was decided on a page that shows the article as it no longer is: a form
 * that is saved late must not take back an embargo or a place where a picture may not be used.
 */
export function requireSeen(row: Pick<ArticleRow, 'changed_at'>, seen: string | null): void {
  if (seen !== null && seen !== seenMark(row)) throw conflict('already_changed');
}
