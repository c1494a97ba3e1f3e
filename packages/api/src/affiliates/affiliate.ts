import { tables } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { AffiliateNotFound, NotAffiliate, OwnAffiliate } from "./errors.ts";

const { affiliates } = tables;

export type Affiliate = typeof affiliates.$inferSelect;

/** The affiliate that the signed-in person is. Throws `NotAffiliate`. */
export async function ownAffiliate(ctx: Context & { actor: UserActor }): Promise<Affiliate> {
  return found(await findAffiliateOf(ctx, ctx.actor.id), () => new NotAffiliate());
}

export async function findAffiliateOf(ctx: Pick<Context, "db">, userId: string): Promise<Affiliate | null> {
  const [row] = await ctx.db.select().from(affiliates).where(eq(affiliates.userId, userId));
  return row ?? null;
}

/** For staff who decide what an affiliate earns: it must not be themselves. Throws `OwnAffiliate`. */
export async function mustBeAnother(ctx: Pick<Context, "db" | "actor">, affiliateId: string | null): Promise<void> {
  if (ctx.actor.kind !== "user" || affiliateId === null) return;
  const own = await findAffiliateOf(ctx, ctx.actor.id);
  if (own?.id === affiliateId) throw new OwnAffiliate(affiliateId);
}

/** The affiliate whose links may count now, by the code of the link. */
export async function findByCode(ctx: Pick<Context, "db">, code: string): Promise<Affiliate | null> {
  const [row] = await ctx.db
    .select()
    .from(affiliates)
    .where(and(eq(affiliates.code, code.toLowerCase()), eq(affiliates.status, "active")));
  return row ?? null;
}

export async function readAffiliate(ctx: Pick<Context, "db">, id: string): Promise<Affiliate> {
  const [row] = await ctx.db.select().from(affiliates).where(eq(affiliates.id, id));
  return found(row, () => new AffiliateNotFound(id));
}

/** Held until the transaction ends. Throws `AffiliateNotFound`. */
export async function lockAffiliate(ctx: TxContext, id: string): Promise<Affiliate> {
  const [row] = await ctx.db.select().from(affiliates).where(eq(affiliates.id, id)).for("update");
  return found(row, () => new AffiliateNotFound(id));
}

/** The address that an affiliate hands out; any other page of the shop takes the same `ref`. */
export function affiliateLink(ctx: Context, code: string, path = "/"): string {
  const url = new URL(path, ctx.services.env.WEB_URL);
  url.searchParams.set("ref", code);
  return url.href;
}
