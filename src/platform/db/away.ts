/** What our own code puts on an error of the embedded database that means the same. */
export const databaseAway = 'DATABASE_AWAY';

// The network; then PostgreSQL's own: connection, shutdown, too many connections, limits of time.
const codes =
  /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EPIPE|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53\w{3}|57P0[1235]|57014|25P0[34])$/;

// The driver gives these no code.
const messages =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|Client (was closed|has encountered a connection error) and is not queryable)/;

/** Whether the database is out of reach or overloaded, so that the same may well succeed a little later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : null;
  if (code === databaseAway || (typeof code === 'string' && codes.test(code))) return true;
  return messages.test(error.message) || isDatabaseAway(error.cause);
}
