import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";

/** Makes a call as staff; a death of the process on the way leaves all or nothing of its one effect. */
export async function asStaff(
  simulation: Simulation,
  told: string,
  call: () => Promise<unknown>,
  effect: Effect,
): Promise<Done> {
  const refused = await call()
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [effect], partial: true };
  if (refused !== null)
    return { told: `${told}: ${refused}`, effects: [], wrong: `staff were refused with ${refused}` };
  return { told, effects: [effect] };
}
