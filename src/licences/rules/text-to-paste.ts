import type { UseKind } from '../../pricing/rules/use.ts';
import { escapeHtml } from '../../values/escape.ts';
import type { Permission } from './permission.ts';

const wholeText: readonly UseKind[] = [
  'republish_full',
  'translate',
  'print_reprint',
  'e_print_pdf',
  'corporate_share',
  'education',
  'book',
  'broadcast_read',
];

/**
 * The licensed words as HTML with the credit below them, ready to be pasted: the whole clean text of the
 * article, or the excerpt; null where the licence is not for words. Pictures are never part of it.
 */
export function textToPaste(
  { use, work }: Permission,
  bodyHtml: string,
  creditHtml: string,
): string | null {
  if (use.use === 'excerpt' && use.excerpt !== null)
    return `<blockquote cite="${escapeHtml(work.url)}"><p>${escapeHtml(use.excerpt)}</p></blockquote>\n${creditHtml}`;
  if (!wholeText.includes(use.use)) return null;
  return `<h1>${escapeHtml(work.title)}</h1>\n${bodyHtml}\n${creditHtml}`;
}
