import { withTransaction } from "@stoa/db";
import { coursesForSale } from "../courses/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { decideApplication, lockOpenApplication } from "./open-application.ts";
import type { RejectInput } from "./schemas.ts";

/**
 * Says no, and tells the applicant why. They may apply again. Throws `ApplicationNotFound`, `ApplicationDecided`,
 * `OwnApplication`.
 */
export async function rejectApplication(ctx: Context, { id, reason }: RejectInput): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const application = await lockOpenApplication(tx, id);
    const [course] = await coursesForSale(tx, [application.courseId]);
    await decideApplication(tx, id, { status: "rejected", reason });
    await recordAudit(tx, {
      action: "grants.reject",
      subjectKind: "grant_application",
      subjectId: id,
      after: { reason },
    });
    await queueMail(tx, {
      template: "grant-rejected",
      to: application.email,
      locale: application.locale,
      userId: application.userId,
      data: {
        name: application.name,
        courseTitle: course?.title ?? application.courseId,
        reason,
        catalogueUrl: new URL("/courses", ctx.services.env.WEB_URL).href,
      },
      dedupeKey: `grant-rejected:${id}`,
    });
    return { id };
  });
}
