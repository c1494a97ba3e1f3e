import { tables } from "@stoa/db";
import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import type { Affiliate } from "./affiliate.ts";
import { networkHash } from "./hashes.ts";
import { isSameMailbox, type Signal } from "./policy.ts";

const { affiliates, sessions, users } = tables;

/** Who buys, as far as the order knows. */
export interface ReferredBuyer {
  userId: string | null;
  /** Normalised. */
  email: string;
}

/** Signs in who the buyer is: the same account, mailbox or payout identity as the affiliate (T74). */
export async function buyerSignals(ctx: TxContext, affiliate: Affiliate, buyer: ReferredBuyer): Promise<Signal[]> {
  const signals: Signal[] = [];
  if (buyer.userId === affiliate.userId) signals.push("same_user");
  const [own] = await ctx.db.select({ email: users.emailNormalised }).from(users).where(eq(users.id, affiliate.userId));
  if (own && isSameMailbox(own.email, buyer.email)) signals.push("same_email");
  if (buyer.userId !== null && (await isPaidAlike(ctx, affiliate, buyer.userId))) signals.push("same_payout");
  return signals;
}

/** Whether the buyer is an affiliate too, paid into the same account. */
async function isPaidAlike(ctx: TxContext, affiliate: Affiliate, userId: string): Promise<boolean> {
  if (affiliate.payoutFingerprint === null) return false;
  const rows = await ctx.db
    .select({ id: affiliates.id })
    .from(affiliates)
    .where(
      and(
        eq(affiliates.userId, userId),
        isNotNull(affiliates.payoutFingerprint),
        eq(affiliates.payoutFingerprint, affiliate.payoutFingerprint),
      ),
    );
  return rows.length > 0;
}

/** Signs in where the order comes from: the affiliate's own network, and there their own browser. No proof of anything. */
export async function placeSignals(ctx: TxContext, affiliate: Affiliate): Promise<Signal[]> {
  const { request } = ctx;
  if (request === null) return [];
  const seen = await ctx.db
    .select({ userAgent: sessions.userAgent })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, affiliate.userId),
        eq(sessions.ip, request.ip),
        gt(sessions.lastSeenAt, sql`now() - interval '30 days'`),
      ),
    )
    .limit(50);
  if (seen.some(({ userAgent }) => userAgent === request.userAgent)) return ["same_network", "same_device"];
  const joinedHere = affiliate.joinedNetworkHash !== null && affiliate.joinedNetworkHash === networkHash(ctx);
  return seen.length > 0 || joinedHere ? ["same_network"] : [];
}
