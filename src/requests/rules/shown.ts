import { createHash } from 'node:crypto';
import type { Quote } from '../../pricing/rules/answer.ts';

/**
 * A mark of the answers as a page showed them. It comes back with the form, so that nobody sends a request on an answer
 * or a sum that they did not see.
 */
export function shownMark(answers: readonly { slug: string; quote: Quote }[]): string {
  const seen = answers.map(({ slug, quote }) => {
    const { answer, reason, currency, tax, total, licence = '', conditions = [] } = quote;
    return [slug, answer, reason.code, currency, tax, total, licence, conditions];
  });
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 22);
}
