import { normaliseEmail } from "@stoa/kit";
import type { Actor } from "../platform/actor.ts";

/** Who applied, by account where they have one, and by address. */
interface Applicant {
  userId: string | null;
  emailNormalised: string;
}

/** Whether a person is who applied, by account or by address. */
export function isApplicant(person: { id: string; email: string }, application: Applicant): boolean {
  return person.id === application.userId || normaliseEmail(person.email) === application.emailNormalised;
}

/** Whether somebody who holds the permission may decide this application: not their own. */
export function mayDecide(actor: Actor, application: Applicant): boolean {
  return actor.kind !== "user" || !isApplicant(actor, application);
}
