import { tables } from "@stoa/db";
import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import type { OwnPlace } from "./schemas.ts";

const { enrolments, lmsSyncs } = tables;

/** More courses than anybody learns at once. */
const PLACES_MAX = 200;

/** Where the signed-in person learns in the external LMS, how far they are there, and their certificates. */
export async function listOwnPlaces(ctx: Context & { actor: UserActor }): Promise<OwnPlace[]> {
  const { lms } = ctx.services;
  if (lms === null) return [];
  const rows = await ctx.db
    .select({
      courseId: lmsSyncs.courseId,
      lmsCourse: lmsSyncs.lmsCourse,
      progress: lmsSyncs.lmsProgress,
      certificateUrl: lmsSyncs.lmsCertificate,
    })
    .from(lmsSyncs)
    .innerJoin(enrolments, eq(enrolments.id, lmsSyncs.enrolmentId))
    .where(
      and(
        eq(enrolments.userId, ctx.actor.id),
        inArray(enrolments.status, ["active", "completed"]),
        eq(lmsSyncs.status, "synced"),
        // None is held there of a course that has left the LMS.
        isNotNull(lmsSyncs.lmsEnrolment),
      ),
    )
    .orderBy(desc(lmsSyncs.createdAt))
    .limit(PLACES_MAX);
  return rows.map(({ courseId, lmsCourse, progress, certificateUrl }) => ({
    courseId,
    url: lms.courseUrl(lmsCourse),
    progressPercent: progress === null ? null : Math.floor(progress),
    certificateUrl,
  }));
}
