import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import type { Context } from '../../platform/context.ts';
import type { AskedLately } from '../../pricing/rules/editor-effect.ts';
import { itemsAskedLately, type ItemAskedLately } from '../store/asked-lately.ts';

/**
 * The newest requests, newest first, with the facts of their articles: as they were stored, else as
 * they stand now. For the tariff's editor, which stands before requests in the line.
 */
export async function askedLately(ctx: Context, limit: number): Promise<AskedLately[]> {
  const requests = new Map<string, AskedLately & { items: AskedLately['items'][number][] }>();
  for (const item of await itemsAskedLately(ctx.db, limit)) {
    const { requestId: id, reference, at, title, use } = item;
    const article = item.article ?? (await factsNow(ctx, item));
    const request = requests.get(id) ?? { id, reference, at, items: [] };
    request.items.push({ title, use, article });
    requests.set(id, request);
  }
  return [...requests.values()];
}

async function factsNow(ctx: Context, { articleId }: ItemAskedLately) {
  const found = await articleForLicensing(ctx.db, articleId, ctx.now());
  if (found === null) throw new Error(`article ${articleId} is gone`);
  return found.facts;
}
