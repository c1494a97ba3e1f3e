import type { Shop } from "./model/shop.ts";
import type { Simulation } from "./simulation.ts";

/** One thing that happened to the shop, whole or not at all. */
export type Effect = (shop: Shop) => void;

/** What became of a step, in one line for the trace, and what the model must now believe. */
export interface Done {
  told: string;
  effects: readonly Effect[];
  /** The process died on the way: any beginning of its effects may have happened. */
  partial?: boolean;
  /** Several things at once: the effects in each order in which they may have happened. */
  orders?: readonly (readonly Effect[])[];
  /** An answer that the rules do not give. */
  wrong?: string;
}

/** A kind of thing that can happen. Null when there is nothing it could happen to right now. */
export interface StepKind {
  name: string;
  weight: number;
  run(simulation: Simulation): Promise<Done | null>;
}

/** The step of something that happens in the world and that Stoa does not know of yet. */
export function outside(told: string): Done {
  return { told, effects: [] };
}
