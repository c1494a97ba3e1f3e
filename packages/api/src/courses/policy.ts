import { NotAllowed } from "@stoa/kit";
import { type Actor, may } from "../platform/actor.ts";

/** Whether somebody may change a course: its own teacher, who may publish, and Stoa itself. */
export function mayWrite(actor: Actor, course: { instructorId: string }): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind !== "user" || !actor.permissions.has("course:write")) return false;
  return course.instructorId === actor.id || actor.permissions.has("course:publish");
}

/** Whether somebody may read a course before it is published, and its paid lessons: its own teacher, and staff. */
export function mayReadUnpublished(actor: Actor, course: { instructorId: string }): boolean {
  return may(actor, "course:read_all") || (may(actor, "course:read_draft") && course.instructorId === actor.id);
}

/**
 * What decides where learners are enrolled at our cost, and what a running sale takes, is for those who may publish.
 * Throws `NotAllowed`.
 */
export function mustBeAllowedToPrice(
  actor: Actor,
  before: { status: string; priceMinor: number; currency: string; lmsCourse: string | null },
  data: { priceMinor?: number; currency?: string; lmsCourse?: string | null },
): void {
  const lmsMoves = data.lmsCourse !== undefined && data.lmsCourse !== before.lmsCourse;
  const reprices =
    (data.priceMinor ?? before.priceMinor) !== before.priceMinor ||
    (data.currency ?? before.currency) !== before.currency;
  if (lmsMoves || (reprices && before.status === "published")) {
    if (!may(actor, "course:publish")) throw new NotAllowed("course:publish");
  }
}
