import type { Context } from '../../platform/context.ts';
import { insertOpening, type Opening } from '../store/openings.ts';

/** So many looks at one licence prove that it was delivered; more prove nothing else. */
const mostKept = 100;

/** Who looked, as far as the request tells. */
export interface Look {
  what: Opening['what'];
  address: string;
  agent: string;
}

/**
 * Keeps that somebody opened what they bought, as proof of delivery should the payment be disputed. The page does not
 * depend on it: what goes wrong is logged.
 */
export async function recordOpening(
  ctx: Context,
  { id: licenceId }: { id: string },
  { what, address, agent }: Look,
): Promise<void> {
  const line = (text: string, most: number): string =>
    text.replaceAll(/\p{Cc}/gu, ' ').slice(0, most);
  const who = { address: line(address, 64), agent: line(agent, 300) };
  const opening = { id: ctx.newId(), licenceId, what, ...who, openedAt: ctx.now() };
  try {
    await insertOpening(ctx.db, opening, mostKept);
  } catch (error) {
    ctx.log.error({ err: error, licence: licenceId }, 'the opening of a licence was not kept');
  }
}
