import { existsSync } from 'node:fs';
import { compose } from './compose.ts';
import { readConfig } from './platform/config.ts';
import { endWithReason, serve, stopOnSignal } from './serve.ts';
import { firstAdminCode } from './staff/actions.ts';

/** `npm start`: the portal for real use, configured by the environment or a .env file. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const portal = await compose(config, { worker: true });
  const served = await serve(portal, config.port);
  stopOnSignal(() => served.stop());
  const { ctx } = portal;
  ctx.log.info(
    { port: served.port, baseUrl: config.baseUrl, cardPayments: ctx.checkout !== null },
    'Offprint is ready',
  );
  const code = await firstAdminCode(ctx);
  if (code !== null)
    console.error(
      `Nobody can sign in yet. Open ${ctx.links.to('/admin')} and enter this one-time code: ${code}`,
    );
}

main().catch(endWithReason);
