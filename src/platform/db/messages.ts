/** What the main thread asks of the worker that holds the embedded database. */
export interface Call {
  id: number;
  verb: 'query' | 'exec' | 'begin' | 'commit' | 'rollback' | 'close';
  sql: string;
  params: unknown[];
  /** The id of the call that began the transaction; null outside one. */
  tx: number | null;
}

export type Answer = { id: number; result: unknown } | { id: number; failure: Failure };

/** An error in a form that survives the way between threads. */
export interface Failure {
  message: string;
  fields: Record<string, string | undefined>;
}

const databaseFields = [
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
];

/** Keeps what PostgreSQL said about an error: its code, constraint, column and so on. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), fields: {} };
  const entries = Object.entries(error).filter(
    ([name, value]) => databaseFields.includes(name) && typeof value === 'string',
  );
  return { message: error.message, fields: Object.fromEntries(entries) };
}

/** The error again, with PostgreSQL's fields on it as the server's driver has them. */
export function errorOf(failure: Failure): Error {
  return Object.assign(new Error(failure.message), failure.fields);
}
