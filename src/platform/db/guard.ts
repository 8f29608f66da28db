import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, type Dialect } from 'kysely';

/**
 * A Kysely whose root refuses to be used while the same flow of control holds its connection, that
 * is, inside an open transaction: there the embedded engine would wait for itself for ever, and a
 * server would answer from outside the transaction. Throws an Error with a sentence that says so.
 */
export function guardedKysely<DB>(dialect: Dialect): Kysely<DB> {
  const inner = new Kysely<DB>({ dialect }).getExecutor();
  const flow = new AsyncLocalStorage<{ open: boolean }>();
  const executor = inner.withConnectionProvider({
    async provideConnection(consumer, options) {
      if (flow.getStore()?.open === true)
        throw new Error(
          'The root database was used inside an open transaction: use the transaction (tx.db) that you were given',
        );
      const hold = { open: true };
      try {
        return await flow.run(hold, () => inner.provideConnection(consumer, options));
      } catch (error) {
        removeValues(error);
        throw error;
      } finally {
        // Work that outlives the transaction keeps its flow, and may use the root again.
        hold.open = false;
      }
    },
  });
  return new Kysely<DB>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor });
}

/** What the engines hang onto an error of the rows and parameters it was about. */
const valuesOnErrors = ['detail', 'params', 'query', 'internalQuery', 'where'] as const;

/** Errors are logged, and names and addresses must not get into the log with them. */
function removeValues(error: unknown): void {
  if (!(error instanceof Error)) return;
  for (const name of valuesOnErrors) Reflect.deleteProperty(error, name);
  if (!('code' in error) || !String(error.code).startsWith('22')) return;
  // Data exceptions quote in their words what somebody typed.
  const { message, stack = '' } = error;
  error.message = message.replace(/".*"/s, '"…"');
  error.stack = stack.replace(message, () => error.message);
}
