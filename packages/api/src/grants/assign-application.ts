import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { peopleWhoMay } from "../identity/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { ApplicationNotFound, NoReviewer, ReviewerIsApplicant } from "./errors.ts";
import { mustWait } from "./open-application.ts";
import { isApplicant } from "./policy.ts";
import type { AssignInput, ReviewerList } from "./schemas.ts";

const { grantApplications } = tables;

/**
 * Says who of the reviewers is to decide an application, or that nobody is any more. It is an agreement, no lock: whoever
 * may decide still can. Assigning it again to the same changes nothing. Throws `ApplicationNotFound`, `ApplicationDecided`,
 * `NoReviewer`, `ReviewerIsApplicant`.
 */
export async function assignApplication(ctx: Context, { id, assigneeId }: AssignInput): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(grantApplications).where(eq(grantApplications.id, id)).for("update");
    const application = found(row, () => new ApplicationNotFound(id));
    mustWait(application);
    if (application.assigneeId === assigneeId) return { id };
    if (assigneeId !== null) {
      const reviewers = await peopleWhoMay(tx, "grant:review");
      const reviewer = found(
        reviewers.find((each) => each.id === assigneeId),
        () => new NoReviewer(assigneeId),
      );
      if (isApplicant(reviewer, application)) throw new ReviewerIsApplicant(id);
    }
    await tx.db.update(grantApplications).set({ assigneeId }).where(eq(grantApplications.id, id));
    await recordAudit(tx, {
      action: "grants.assign",
      subjectKind: "grant_application",
      subjectId: id,
      before: { assigneeId: application.assigneeId },
      after: { assigneeId },
    });
    return { id };
  });
}

/** Who can be assigned an application, by name. */
export async function listReviewers(ctx: Context): Promise<ReviewerList> {
  const reviewers = await peopleWhoMay(ctx, "grant:review");
  const items = reviewers.map(({ id, name }) => ({ id, name }));
  return { items: items.sort((a, b) => a.name.localeCompare(b.name, "en")) };
}
