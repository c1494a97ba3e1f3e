import type { Simulation } from "./simulation.ts";
import type { Done, Effect, StepKind } from "./step.ts";
import { AFFILIATES } from "./steps/affiliate.ts";
import { CARTS } from "./steps/cart.ts";
import { COUPONS } from "./steps/coupons.ts";
import { GRANTS } from "./steps/grants.ts";
import { PAYOUTS } from "./steps/payout.ts";
import { RECONCILIATION } from "./steps/reconciliation.ts";

/** A domain beside the sale as it is played. Its rules are named in `model/domains.ts`. */
export interface SimulatedDomain {
  /** Puts what it needs into the database and the model alike, before the first step. */
  setUp?(simulation: Simulation): Promise<void>;
  steps: readonly StepKind[];
  /** Of its steps, those that meet others at the same moment, and how often. */
  meeting?: Readonly<Record<string, number>>;
  /** Its scheduled jobs, which a worker starts as they are due. */
  schedules?: readonly string[];
  /** Those that begin something new, and so are not started any more once all has to come to rest. */
  routine?: readonly string[];
  /** What follows from its jobs once they say that they are done, by their names. */
  jobs?: Readonly<
    Record<string, (simulation: Simulation, payload: Record<string, string>) => Effect[] | Promise<Effect[]>>
  >;
  /** While all comes to rest, again and again: what still happens outside. */
  meanwhile?(simulation: Simulation): Promise<void>;
  /** Once nothing goes wrong any more: what has to be asked for before all must have come to rest. */
  atRest?(simulation: Simulation): Promise<void>;
  /** Then, again and again: what people still have to decide; null when there is nothing left. */
  lastWord?(simulation: Simulation): Promise<Done | null>;
  /** SQL for its facts, one line each, as its rules say them. */
  picture?: string;
  /** SQL for what must come to rest once nothing goes wrong any more: one line for each thing that has not. */
  unsettled?: string;
}

/** A domain is a file of rules in `model/`, a file of steps in `steps/`, and its line here and there. */
export const DOMAINS: readonly SimulatedDomain[] = [COUPONS, GRANTS, AFFILIATES, PAYOUTS, RECONCILIATION, CARTS];
