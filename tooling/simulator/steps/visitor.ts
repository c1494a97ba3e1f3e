import { resolveActor } from "@stoa/api/identity/resolve-actor";
import { type Actor, GUEST } from "@stoa/api/platform/actor";
import type { Simulation, Visitor } from "../simulation.ts";

/** Everybody's. */
export const PASSWORD = "four-words-for-simulation";

/** Who a browser is for the shop at this moment: sessions lapse and end. */
export function actorOf(simulation: Simulation, visitor: Visitor): Promise<Actor> {
  if (visitor.bearer === null) return Promise.resolve(GUEST);
  return resolveActor(simulation.services, { bearer: visitor.bearer });
}
