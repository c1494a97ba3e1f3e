import { tables, violates, withTransaction } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { mustBeAnother } from "./affiliate.ts";
import { AffiliateNotFound, CourseUnknown, TermNotFound } from "./errors.ts";

const { affiliateTerms } = tables;

/**
 * Agrees a rate with one affiliate, for one course, or both; for the orders to come. Throws `AffiliateNotFound`,
 * `CourseUnknown` and `OwnAffiliate`.
 */
export async function agreeTerms(
  ctx: Context,
  input: { affiliateId: string | null; courseId: string | null; rateBps: number },
): Promise<{ termId: string }> {
  try {
    return await withTransaction(ctx, async (tx) => {
      await mustBeAnother(tx, input.affiliateId);
      const term = only(
        await tx.db
          .insert(affiliateTerms)
          .values({ id: newId("affiliateTerm", ctx.clock.now().getTime()), ...input })
          .onConflictDoUpdate({
            target: [affiliateTerms.affiliateId, affiliateTerms.courseId],
            set: { rateBps: input.rateBps, updatedAt: sql`now()` },
          })
          .returning(),
      );
      await recordAudit(tx, {
        action: "affiliates.agree_terms",
        subjectKind: "affiliate_term",
        subjectId: term.id,
        after: input,
      });
      return { termId: term.id };
    });
  } catch (error) {
    if (violates(error, "affiliate_terms_affiliate_id_affiliates_id_fk"))
      throw new AffiliateNotFound(input.affiliateId ?? "");
    if (violates(error, "affiliate_terms_course_id_courses_id_fk")) throw new CourseUnknown(input.courseId ?? "");
    throw error;
  }
}

/** Ends an agreement; orders that were placed under it keep its rate. Throws `TermNotFound` and `OwnAffiliate`. */
export async function endTerms(ctx: Context, termId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [ended] = await tx.db.delete(affiliateTerms).where(eq(affiliateTerms.id, termId)).returning();
    if (!ended) throw new TermNotFound(termId);
    const { affiliateId, courseId, rateBps } = ended;
    await mustBeAnother(tx, affiliateId);
    await recordAudit(tx, {
      action: "affiliates.end_terms",
      subjectKind: "affiliate_term",
      subjectId: termId,
      before: { affiliateId, courseId, rateBps },
    });
  });
}
