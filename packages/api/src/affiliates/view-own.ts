import { tables } from "@stoa/db";
import { and, eq, isNull } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { affiliateLink, ownAffiliate } from "./affiliate.ts";
import type { OwnAffiliate } from "./schemas.ts";

const { affiliateTerms } = tables;

/** What the signed-in affiliate is told of themselves. Throws `NotAffiliate`. */
export async function viewOwn(ctx: Context & { actor: UserActor }): Promise<OwnAffiliate> {
  const affiliate = await ownAffiliate(ctx);
  const [agreed] = await ctx.db
    .select({ rateBps: affiliateTerms.rateBps })
    .from(affiliateTerms)
    .where(and(eq(affiliateTerms.affiliateId, affiliate.id), isNull(affiliateTerms.courseId)));
  const { rateBps } = agreed ?? (await settingNow(ctx, "affiliateProgramme"));
  const { id, code, status, suspendedReason, payoutAccountId, createdAt } = affiliate;
  const link = affiliateLink(ctx, code);
  return { id, code, link, status, suspendedReason, rateBps, payoutAccountId, joinedAt: createdAt };
}
