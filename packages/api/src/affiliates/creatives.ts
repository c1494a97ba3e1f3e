import { tables, withTransaction } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { affiliateLink, ownAffiliate } from "./affiliate.ts";
import { CreativeNotFound } from "./errors.ts";
import type { Creative, CreativeInput, OwnCreative } from "./schemas.ts";

const { affiliateCreatives } = tables;

/** A bound for one page: nobody chooses among more. */
const CREATIVES_MAX = 200;

/** What affiliates may use now. */
export async function listCreatives(ctx: Context): Promise<Creative[]> {
  return ctx.db
    .select()
    .from(affiliateCreatives)
    .where(isNull(affiliateCreatives.retiredAt))
    .orderBy(asc(affiliateCreatives.createdAt), asc(affiliateCreatives.id))
    .limit(CREATIVES_MAX);
}

/** The same, each with the affiliate's own link to its page. */
export async function listOwnCreatives(ctx: Context & { actor: UserActor }): Promise<OwnCreative[]> {
  const { code } = await ownAffiliate(ctx);
  const creatives = await listCreatives(ctx);
  return creatives.map((creative) => ({ ...creative, link: affiliateLink(ctx, code, creative.path) }));
}

export async function addCreative(ctx: Context, input: CreativeInput): Promise<{ creativeId: string }> {
  return withTransaction(ctx, async (tx) => {
    const id = newId("creative", ctx.clock.now().getTime());
    await tx.db.insert(affiliateCreatives).values({ id, ...input });
    await recordAudit(tx, { action: "affiliates.add_creative", subjectKind: "creative", subjectId: id, after: input });
    return { creativeId: id };
  });
}

/** Takes it out of the list; links that are about go on working. Throws `CreativeNotFound`. */
export async function retireCreative(ctx: Context, creativeId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const retired = await tx.db
      .update(affiliateCreatives)
      .set({ retiredAt: sql`now()`, updatedAt: sql`now()` })
      .where(and(eq(affiliateCreatives.id, creativeId), isNull(affiliateCreatives.retiredAt)))
      .returning({ id: affiliateCreatives.id });
    if (retired.length === 0) throw new CreativeNotFound(creativeId);
    await recordAudit(tx, { action: "affiliates.retire_creative", subjectKind: "creative", subjectId: creativeId });
  });
}
