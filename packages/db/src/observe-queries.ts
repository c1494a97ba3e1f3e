import type postgres from "postgres";

/** Told of every statement when it ends: its text (never its parameters), how long it took, and whether it failed. */
export type QueryObserver = (query: { text: string; ms: number; failed: boolean }) => void;

interface Options {
  prepare: boolean;
  observer: QueryObserver | undefined;
}

type Unsafe = postgres.Sql["unsafe"];

/**
 * The same client, with named prepared statements (drizzle asks for none) and each statement timed. Works on the client
 * that a transaction hands out as well.
 */
export function observeQueries<T extends postgres.Sql | postgres.TransactionSql>(sql: T, options: Options): T {
  return new Proxy(sql, {
    get(target, property, receiver) {
      if (property === "unsafe") return timedUnsafe(target.unsafe.bind(target) as Unsafe, options);
      if (property === "begin" || property === "savepoint") return withObservedTransaction(target, property, options);
      return Reflect.get(target, property, receiver);
    },
  });
}

function timedUnsafe(unsafe: Unsafe, { prepare, observer }: Options): Unsafe {
  const timed = (text: string, parameters?: Parameters<Unsafe>[1]) => {
    const query = unsafe(text, parameters, { prepare });
    if (!observer) return query;
    const then = query.then.bind(query);
    let observed = false;
    // A query of postgres.js starts when it is first awaited, so that is where its time begins.
    const timedThen: typeof query.then = (onRows, onError) => {
      if (!observed) {
        observed = true;
        const started = performance.now();
        const report = (failed: boolean) => observer({ text, ms: performance.now() - started, failed });
        then(
          () => report(false),
          () => report(true),
        );
      }
      return then(onRows, onError);
    };
    Reflect.set(query, "then", timedThen);
    return query;
  };
  return timed as Unsafe;
}

function withObservedTransaction(target: object, property: "begin" | "savepoint", options: Options) {
  const open = Reflect.get(target, property) as (...args: unknown[]) => Promise<unknown>;
  return (...args: unknown[]) => {
    const run = args.pop() as (tx: postgres.TransactionSql) => unknown;
    return open.call(target, ...args, (tx: postgres.TransactionSql) => run(observeQueries(tx, options)));
  };
}
