/** One measured figure, with the bound that was measured or set in the same run. */
export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with; null where the figure stands alone. */
  bound: number | null;
  /** `value ÷ bound`; for times below 1 is good, for rates above. */
  ratio: number | null;
}

export function row(name: string, value: number, unit: string, bound: number | null = null): BenchRow {
  const rounded = round(value);
  return {
    name,
    value: rounded,
    unit,
    bound: bound === null ? null : round(bound),
    ratio: bound ? round(value / bound) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export interface Load {
  perSecond: number;
  samplesMs: number[];
}

/** Calls `work` once for each item, `concurrency` at a time, and measures each call and the whole. */
export async function load<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<unknown>,
): Promise<Load> {
  const waiting = [...items];
  const samplesMs: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
        const begun = performance.now();
        await work(item);
        samplesMs.push(performance.now() - begun);
      }
    }),
  );
  return { perSecond: (items.length * 1000) / (performance.now() - started), samplesMs };
}
