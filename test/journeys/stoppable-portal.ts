import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import { endWithReason, serve, stopOnSignal } from '../../src/serve.ts';
import { withBorders, type Crossing } from '../support/borders.ts';

/** A border where the process shall stand still, with a word of what a transaction must have written. */
export interface Stop extends Pick<Crossing, 'what' | 'when'> {
  writes?: string;
}

/**
 * The portal as src/main.ts starts it, but told by its parent process at which of its borders to stand still. Whatever
 * comes to such a border stays there for ever; the rest goes on until the parent kills it all.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const portal = await compose(config, { worker: true });
  let stop: Stop | null = null;
  process.on('message', (message) => {
    stop = message as Stop;
    process.send?.('listening');
  });
  const cross = async ({ what, when, writes }: Crossing): Promise<void> => {
    if (stop === null || stop.what !== what || stop.when !== when) return;
    if (stop.writes !== undefined && !writes.includes(stop.writes)) return;
    stop = null;
    process.send?.('there');
    await new Promise(() => undefined);
  };
  const ctx = withBorders(portal.ctx, { cross, mayWrite: () => undefined });
  const served = await serve({ ...portal, ctx }, config.port);
  stopOnSignal(() => served.stop());
}

main().catch(endWithReason);
