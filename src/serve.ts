import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createApp } from './app.ts';
import { ConfigError } from './platform/config.ts';
import { DatabaseInUse } from './platform/db/lock.ts';
import type { Portal } from './compose.ts';
import { takeBackHeldLetters } from './emails/actions.ts';
import { jobHandlers, timetable } from './work.ts';

export interface Served {
  port: number;
  /** Stops accepting, lets requests and jobs finish, closes everything. */
  stop(): Promise<void>;
}

/** Migrates, starts the worker and the web server of an open portal. Rejects with EADDRINUSE when the port is taken. */
export async function serve(portal: Portal, port: number): Promise<Served> {
  const { ctx, jobs, database } = portal;
  await portal.migrate();
  const app = createApp(ctx, {
    pendingMigrations: () => portal.pendingMigrations(),
    oldestJobSeconds: () => jobs.oldestSeconds(),
  });
  const server = createServer(
    // Node's own limits would let a body that drips in live for minutes.
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 },
    app,
  );
  await listen(server, port);
  // Nobody else can be at the embedded database: who held a letter there is dead.
  if (database.engine === 'embedded') await takeBackHeldLetters(ctx);
  await jobs.start(
    jobHandlers(ctx, () => database.maintain()),
    timetable(ctx),
  );
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await closeServer(server);
      await portal.close();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  });
}

/** Calls `stop` once on Ctrl-C or SIGTERM and ends the process; a second signal ends it at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Offprint did not stop cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** Ends a process that could not start: a sentence where the operator can mend it, else the whole fault. */
export function endWithReason(error: unknown): void {
  const isTheirs = error instanceof ConfigError || error instanceof DatabaseInUse;
  const isPortTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (isPortTaken)
    process.stderr.write('Offprint cannot start: its port is taken. Choose another with PORT.\n');
  else process.stderr.write(`${isTheirs ? error.message : inspect(error)}\n`);
  process.exit(1);
}
