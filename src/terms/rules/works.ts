import type { Quote } from '../../pricing/rules/answer.ts';

/**
 * The Creative Commons licence that makes an answer free, as SPDX writes it, or null. Answers of before it was a field
 * of its own say it in their reason.
 */
export function licenceOf({ answer, licence, reason }: Quote): string | null {
  if (answer !== 'free') return null;
  if (licence !== undefined) return licence;
  const { licence: named } = reason.params;
  return reason.code === 'creative_commons' && typeof named === 'string' ? named : null;
}
