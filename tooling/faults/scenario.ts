import type { System } from "./rig/system.ts";

/** What was counted, by name; printed as it is. */
export type Figures = Readonly<Record<string, number | string>>;

export interface Result {
  readonly figures: Figures;
  /** What was promised and is not so; nothing, when all is well. */
  readonly broken: readonly string[];
}

/** A kind of bad day, and what must be true after it. */
export interface Scenario {
  /** The number of the promise in docs/reliability.md. */
  readonly promise: number;
  readonly name: string;
  /** What must be true, in a sentence. */
  readonly passes: string;
  /** Brings the day about. `scale` is 1 for the numbers of the promise; smaller for less of everything. */
  run(system: System, scale: number): Promise<Result>;
}

/** So many of something at a scale, and at least `least`. */
export function scaled(full: number, scale: number, least: number): number {
  return Math.max(least, Math.round(full * scale));
}

/** The sentences whose condition does not hold. */
export function unmet(conditions: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(conditions).flatMap(([sentence, holds]) => (holds ? [] : [sentence]));
}
