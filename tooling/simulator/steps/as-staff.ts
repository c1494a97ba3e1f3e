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

/**
 * Makes a call whose refusal the model foresees: `expected` is the code of the rule, or null when none refuses. Its effects
 * are asked for afterwards, because they may need a name that the product gave.
 */
export async function judged(
  simulation: Simulation,
  what: string,
  call: () => Promise<unknown>,
  expected: string | null,
  effectsOf: () => Promise<Effect[]>,
): Promise<Done> {
  const refused = await call()
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  if (simulation.gate.dead) return { told: `${what} and the process dies`, effects: await effectsOf(), partial: true };
  const told = `${what}${refused === null ? "" : `: ${refused}`}`;
  const wrong = refused === expected ? {} : { wrong: `answered ${refused ?? "yes"}, expected ${expected ?? "yes"}` };
  return { told, effects: refused === null ? await effectsOf() : [], ...wrong };
}
