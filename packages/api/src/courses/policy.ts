import { NotAllowed } from "@stoa/kit";
import type { Actor } from "../platform/actor.ts";

/** An instructor writes their own courses; who may publish writes all. Throws `NotAllowed`. */
export function mustBeAllowedToWrite(actor: Actor, course: { instructorId: string }): void {
  if (actor.kind === "system") return;
  if (actor.kind === "user" && actor.permissions.has("course:write")) {
    if (course.instructorId === actor.id || actor.permissions.has("course:publish")) return;
  }
  throw new NotAllowed("course:write");
}
