import type { System } from "./system.ts";

/** A request of the product's to the LMS, as it begins on the line; looks at whether the LMS lives do not count. */
const REQUEST = /^(?:GET|POST|PUT|DELETE) \/frappe\/api\/resource\//;
const CORRELATION = /^x-correlation-id: (\S+)/im;

export interface LmsCalls {
  /** Over all sales, and for the one that took the most. */
  sum(): number;
  most(): number;
}

/** Counts from now on what is asked of the LMS, by the sale that it is asked for. */
export function countLmsCalls({ proxies }: System): LmsCalls {
  const calls = new Map<string, number>();
  proxies.lms.listen((piece) => {
    const text = piece.toString("latin1");
    if (!REQUEST.test(text)) return;
    const sale = CORRELATION.exec(text)?.[1] ?? "unknown";
    calls.set(sale, (calls.get(sale) ?? 0) + 1);
  });
  return {
    sum: () => [...calls.values()].reduce((sum, count) => sum + count, 0),
    most: () => Math.max(0, ...calls.values()),
  };
}
