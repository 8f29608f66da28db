import type { Context } from '../../../src/platform/context.ts';
import type { Chance } from '../../support/chance.ts';
import type { Shop } from './shop.ts';

/** What one step of a history has: the shop, chance, and the context of the process that does it. */
export interface Scene {
  shop: Shop;
  ctx: Context;
  chance: Chance;
}

/** Something that happens in a history. */
export interface Step {
  name: string;
  /** How often it comes about, beside the others. */
  weight: number;
  /** Says what came of it; null where it was not possible just then. */
  run(scene: Scene): Promise<string | null>;
}
