import type { ArticleFacts } from './article-facts.ts';
import type { Facts } from './facts.ts';
import { clearedPictures } from './pictures.ts';
import type { Flag } from './reasons.ts';
import type { Use } from './use.ts';

/** What staff should notice about a use. */
export function flagsOf(use: Use, article: ArticleFacts, facts: Facts): Flag[] {
  const flags: Flag[] = [];
  if (use.reach.kind === 'unknown') flags.push('reach_unknown');
  if (claimsDiscount(use) && !use.standing.verified) flags.push('class_unverified');
  if (facts.translated) flags.push('translation');
  if (use.exclusivity !== 'none') flags.push('exclusivity_wish');
  if (use.alreadyPublished) flags.push('already_published');
  if (use.images !== 'none') flags.push(...pictureFlags(use, article));
  return flags;
}

function pictureFlags({ territory }: Use, article: ArticleFacts): Flag[] {
  const cleared = clearedPictures(article, territory);
  if (cleared === 0) return ['no_pictures'];
  return cleared < article.pictures.length ? ['blocked_pictures'] : [];
}

function claimsDiscount({ organisation }: Use): boolean {
  return ['news_nonprofit', 'charity', 'education'].includes(organisation);
}
