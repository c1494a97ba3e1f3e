import { normaliseEmail } from "@stoa/kit";
import type { Actor } from "../platform/actor.ts";

/** Whether somebody who holds the permission may decide this application: not their own, by account or by address. */
export function mayDecide(actor: Actor, application: { userId: string | null; emailNormalised: string }): boolean {
  if (actor.kind !== "user") return true;
  return actor.id !== application.userId && normaliseEmail(actor.email) !== application.emailNormalised;
}
