import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import type { Context, Tx } from '../../src/platform/context.ts';

/** A place where a process can stop: in front of a border, between work and commit, behind it. */
export type When = 'before' | 'inside' | 'after';

/** A process comes to a border of its own: the database, the payment service, the mail server. */
export interface Crossing {
  /** `transaction`, `write` (a single statement), `send` (a letter), else the name of the call. */
  what: string;
  when: When;
  /** What a transaction has written so far, such as `insert payments`. */
  writes: readonly string[];
}

export interface Watch {
  /** Told of every crossing, which waits until it returns, and ends where it throws. */
  cross(crossing: Crossing): Promise<void>;
  /** Throws where nothing may be written any more. */
  mayWrite(): void;
}

/**
 * The context with a watch at its borders: every transaction, every write outside one, every call of the payment
 * service and every letter comes by it. Reading the database does not.
 */
export function withBorders(ctx: Context, watch: Watch): Context {
  const bordered: Context = {
    ...ctx,
    db: ctx.db.withPlugin(singleWrites(watch)),
    mailer: {
      ...ctx.mailer,
      send: (letter) => across(watch, 'send', () => ctx.mailer.send(letter)),
    },
    checkout: ctx.checkout === null ? null : watchedCalls(ctx.checkout, watch),
    transaction: async (work) => {
      await watch.cross({ what: 'transaction', when: 'before', writes: [] });
      const writes: string[] = [];
      const result = await ctx.transaction(async (tx) => {
        const done = await work({ ...tx, db: tx.db.withPlugin(noting(writes)) } satisfies Tx);
        await watch.cross({ what: 'transaction', when: 'inside', writes });
        return done;
      });
      await watch.cross({ what: 'transaction', when: 'after', writes });
      return result;
    },
  };
  return bordered;
}

async function across<T>(watch: Watch, what: string, work: () => Promise<T>): Promise<T> {
  await watch.cross({ what, when: 'before', writes: [] });
  const done = await work();
  await watch.cross({ what, when: 'after', writes: [] });
  return done;
}

/** The same calls, each across the border; `parseEvent` only reads what is here already. */
function watchedCalls<T extends object>(calls: T, watch: Watch): T {
  return new Proxy(calls, {
    get(target, name, receiver) {
      const call: unknown = Reflect.get(target, name, receiver);
      if (typeof call !== 'function' || name === 'parseEvent') return call;
      return (...given: unknown[]): Promise<unknown> =>
        across(watch, String(name), async () => Reflect.apply(call, target, given) as unknown);
    },
  });
}

/** Writes down what a transaction writes. */
function noting(writes: string[]): KyselyPlugin {
  return {
    transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
      const write = writeOf(node);
      if (write !== null) writes.push(write);
      return node;
    },
    transformResult: ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> =>
      Promise.resolve(result),
  };
}

function singleWrites(watch: Watch): KyselyPlugin {
  const written = new WeakMap<object, string>();
  return {
    transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
      const write = writeOf(node);
      if (write === null) return node;
      watch.mayWrite();
      written.set(queryId, write);
      return node;
    },
    async transformResult({ result, queryId }: PluginTransformResultArgs) {
      const write = written.get(queryId);
      if (write !== undefined) await watch.cross({ what: 'write', when: 'after', writes: [write] });
      return result;
    },
  };
}

function writeOf(node: RootOperationNode): string | null {
  if (node.kind === 'InsertQueryNode') return `insert ${nameOf(node.into)}`;
  if (node.kind === 'UpdateQueryNode') return `update ${nameOf(node.table)}`;
  if (node.kind === 'DeleteQueryNode') return `delete ${nameOf(node.from.froms[0])}`;
  return null;
}

function nameOf(node: unknown): string {
  const name = /"identifier":\{"kind":"IdentifierNode","name":"(\w+)"/.exec(JSON.stringify(node));
  return name?.[1] ?? 'something';
}
