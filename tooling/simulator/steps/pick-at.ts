import type { Simulation } from "../simulation.ts";
import type { ScriptedGateway } from "../world/scripted-gateway.ts";

export type At<T> = { gateway: ScriptedGateway; thing: T };

/** One of the things that a gateway has, of any gateway. */
export function pickAt<T>(
  { chance, gateways }: Simulation,
  of: (gateway: ScriptedGateway) => Iterable<T>,
): At<T> | null {
  return chance.pickOrNull(gateways.flatMap((gateway) => [...of(gateway)].map((thing) => ({ gateway, thing }))));
}
