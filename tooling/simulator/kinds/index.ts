import type { Item } from "../model/kinds.ts";
import type { Shop } from "../model/shop.ts";
import type { Simulation } from "../simulation.ts";
import type { StepKind } from "../step.ts";
import { putCoursesOnSale } from "./course/put-on-sale.ts";
import { COURSE_STEPS } from "./course/steps.ts";

export type KindName = "course" | "donation";

/** A kind of product as it is played: a folder beside this file, with its rules named in `model/kinds.ts`. */
export interface SimulatedKind {
  name: KindName;
  /** Puts some of it into the database and the model alike, before the first step. */
  putOnSale?(simulation: Simulation): Promise<void>;
  /** What a buyer may ask for, for sale or not. */
  items(shop: Shop): Item[];
  /** What happens to it alone. */
  steps: readonly StepKind[];
}

export const KINDS: readonly SimulatedKind[] = [
  {
    name: "course",
    putOnSale: putCoursesOnSale,
    items: (shop) => [...shop.courses.keys()].map((id) => ({ kind: "course", id })),
    steps: COURSE_STEPS,
  },
  {
    name: "donation",
    items: (shop) => [...shop.grants.pools.keys()].map((id) => ({ kind: "donation", id, amount: 2_500 })),
    steps: [],
  },
];
