import type { Context } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { newestLetter } from '../store/request.ts';
import { decideIn, type Decision } from './decide.ts';

/** A letter as it will go out; secret links are dots. */
export interface LetterPreview {
  to: string;
  subject: string;
  text: string;
}

/** Thrown to let go of everything a preview did. */
class LetGo extends Error {
  readonly letter: LetterPreview | null;
  constructor(letter: LetterPreview | null) {
    super('a preview changes nothing');
    this.letter = letter;
  }
}

/**
 * The letter that a decision sends, found by taking the decision and letting it go again: what is
 * shown is what will be sent, and whatever would refuse the decision refuses the preview.
 */
export async function previewDecision(
  ctx: Context,
  requestId: string,
  { decision, by }: { decision: Decision; by: Actor },
): Promise<LetterPreview | null> {
  try {
    await ctx.transaction(async (tx) => {
      await decideIn(tx, requestId, { decision, by });
      const row = await newestLetter(tx.db, requestId);
      throw new LetGo(
        row && {
          to: `${row.to_name} <${row.to_address}>`,
          subject: row.subject,
          text: tx.links.mask(row.text),
        },
      );
    });
  } catch (error) {
    if (error instanceof LetGo) return error.letter;
    throw error;
  }
  return null;
}
