import { AsyncLocalStorage } from "node:async_hooks";
import type postgres from "postgres";
import { currentLane } from "./race.ts";

/** Stands before every statement, every commit and every call to the world; whoever holds it decides who goes on. */
export interface Gate {
  pass(): Promise<void>;
}

/** Thrown to a process at the moment of its death, and at everything it tries after. */
export class Crashed extends Error {
  override name = "Crashed";
}

/** Lets everything through until it is told to let through only so much more: then the process behind it is dead. */
export class CrashGate implements Gate {
  private left = Number.POSITIVE_INFINITY;
  /** Whether anything came through since it was asked anew. */
  passed = false;

  /** How often it may still be passed. */
  crashAfter(passes: number): void {
    this.left = passes;
  }

  /** A new process in its place. */
  revive(): void {
    this.left = Number.POSITIVE_INFINITY;
    this.passed = false;
  }

  get dead(): boolean {
    return this.left < 0;
  }

  async pass(): Promise<void> {
    this.left -= 1;
    this.passed = true;
    if (this.left < 0) throw new Crashed("the process is dead");
    await currentLane()?.turn();
  }
}

type Unsafe = postgres.Sql["unsafe"];

/** The same client, with every statement and every commit behind the gate. */
export function gated<T extends postgres.Sql | postgres.TransactionSql>(sql: T, gate: Gate): T {
  return new Proxy(sql, {
    get(target, property, receiver) {
      if (property === "unsafe") return gatedUnsafe(target.unsafe.bind(target) as Unsafe, gate);
      if (property === "begin" || property === "savepoint") return gatedTransaction(target, property, gate);
      return Reflect.get(target, property, receiver);
    },
  });
}

/** A query of postgres.js starts when it is first awaited; here that is once the gate is passed. */
function gatedUnsafe(unsafe: Unsafe, gate: Gate): Unsafe {
  const later = (text: string, parameters?: Parameters<Unsafe>[1]) => {
    const query = unsafe(text, parameters, { prepare: true });
    const start = query.then.bind(query);
    let rows: Promise<unknown> | undefined;
    const then = (onRows?: (rows: unknown) => unknown, onError?: (error: unknown) => unknown) => {
      rows ??= gate.pass().then(() => new Promise((resolve, reject) => void start(resolve, reject)));
      return rows.then(onRows, onError);
    };
    Reflect.set(query, "then", then);
    return query;
  };
  return later as Unsafe;
}

function gatedTransaction(target: object, property: "begin" | "savepoint", gate: Gate) {
  const open = Reflect.get(target, property) as (...args: unknown[]) => Promise<unknown>;
  return async (...args: unknown[]) => {
    const run = args.pop() as (tx: postgres.TransactionSql) => Promise<unknown>;
    // The client calls back from its connection; the work belongs to whoever asked for the transaction.
    const asCaller = AsyncLocalStorage.snapshot();
    if (property === "begin") await gate.pass();
    const whole = async (tx: postgres.TransactionSql) => {
      const outcome = await run(gated(tx, gate));
      if (property === "begin") await gate.pass();
      return outcome;
    };
    return open.call(target, ...args, (tx: postgres.TransactionSql) => asCaller(whole, tx));
  };
}
