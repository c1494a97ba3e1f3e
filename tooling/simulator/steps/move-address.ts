import { createCaller } from "@stoa/api/root";
import { moveBrowser } from "../model/affiliates.ts";
import type { Simulation, Visitor } from "../simulation.ts";
import type { Done } from "../step.ts";
import { actorOf, PASSWORD } from "./visitor.ts";

/** Somebody moves their account to their other mailbox: asks for the link, and opens it later, or again, or too late. */
export async function moveAddress(simulation: Simulation): Promise<Done | null> {
  const visitor = simulation.chance.pick(simulation.visitors);
  const actor = await actorOf(simulation, visitor);
  if (actor.kind !== "user") return null;
  const email = otherAddressOf(visitor);
  const { identity } = createCaller(simulation.browser(visitor, actor));
  const [token] = simulation.mail.tokensIn(email, "/change-email");
  if (token === undefined) {
    await identity.requestEmailChange({ email, password: PASSWORD }).catch(() => {});
    return { told: `${visitor.name} wants to move to ${email}`, effects: [], partial: simulation.gate.dead };
  }
  await identity.confirmEmailChange({ token }).catch(() => {});
  const [account] = await simulation.database.sql<
    { email: string }[]
  >`select email_normalised as email from users where id = ${actor.id}`;
  if (account?.email !== email) return { told: `${visitor.name} does not move to ${email}`, effects: [] };
  const before = visitor.email;
  visitor.email = email;
  return {
    told: `${visitor.name} moves to ${email}`,
    effects: [
      (shop) => {
        Object.assign(shop.people.get(actor.id) ?? {}, { email, verified: true });
        moveBrowser(shop, before, email);
      },
    ],
  };
}

function otherAddressOf({ name, email }: Visitor): string {
  return email === `${name}@learners.test` ? `${name}.two@learners.test` : `${name}@learners.test`;
}
