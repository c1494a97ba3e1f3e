import { GUEST } from "@stoa/api/platform/actor";
import { createCaller } from "@stoa/api/root";
import { codeOf, type Simulation, type Visitor } from "../simulation.ts";
import type { Done } from "../step.ts";
import { PASSWORD } from "./visitor.ts";

/** Somebody with an account. */
export async function signIn(simulation: Simulation): Promise<Done | null> {
  const visitor = simulation.chance.pickOrNull(simulation.visitors.filter((each) => each.user !== null));
  return visitor && signInAs(simulation, visitor);
}

export async function signInAs(simulation: Simulation, visitor: Visitor): Promise<Done> {
  const ctx = simulation.browser(visitor, GUEST);
  const answer = await createCaller(ctx)
    .identity.signIn({ email: visitor.email, password: PASSWORD })
    .catch((error: unknown) => ({ kind: "refused" as const, code: codeOf(error) }));
  if (answer.kind === "signed_in") visitor.bearer = answer.token;
  return { told: `${visitor.name} signs in${answer.kind === "refused" ? `: ${answer.code}` : ""}`, effects: [] };
}
