import { tables, withTransaction } from "@stoa/db";
import { addMs, DAY_MS, newId, SECOND_MS } from "@stoa/kit";
import { callerNetwork } from "../middleware/rate-limits.ts";
import type { Context } from "../platform/context.ts";
import { LIMITS } from "../platform/rate-limit.ts";
import { settingNow } from "../settings/index.ts";
import { findByCode } from "./affiliate.ts";
import { deviceHash, networkHash } from "./hashes.ts";
import { askForStats } from "./stats-message.ts";
import { addTouch, openTouches, sealTouches, type Touch } from "./touches.ts";
import { isPersonsVisit, type PageRequest } from "./visits.ts";

const { affiliateClicks } = tables;

/** A page asked for by `?ref=<code>`. */
export interface Visit extends PageRequest {
  code: string;
  path: string;
  referral: string | null;
}

/** The cookie to set; it says nothing that a browser could use or change. */
export interface ReferralCookie {
  value: string;
  maxAgeSeconds: number;
}

const CODE = /^[A-Za-z0-9-]{3,32}$/;

/**
 * Takes note that somebody followed an affiliate's link: in the visitor's sealed cookie, and, once a day and visitor, as
 * a click. Null when the visit counts for nobody: a program, a prefetch, an unknown code, a suspended affiliate. Never
 * throws for what a visitor sends.
 */
export async function recordVisit(ctx: Context, visit: Visit): Promise<ReferralCookie | null> {
  if (!CODE.test(visit.code) || !isPersonsVisit(visit)) return null;
  const { allowed } = await ctx.services.limiter.take(LIMITS.affiliate_visit, callerNetwork(ctx));
  if (!allowed) return null;
  const affiliate = await findByCode(ctx, visit.code);
  if (affiliate === null) return null;
  const now = ctx.clock.now();
  const before = openTouches(ctx.services.secrets, visit.referral, now);
  const touch: Touch = { affiliateId: affiliate.id, at: now };
  if (!isRepeated(before, touch)) await recordClick(ctx, visit, touch);
  const { windowDays } = await settingNow(ctx, "affiliateProgramme");
  return {
    value: sealTouches(ctx.services.secrets, addTouch(before, touch)),
    maxAgeSeconds: (windowDays * DAY_MS) / SECOND_MS,
  };
}

/** The same visitor by the same link within a day is no second click, whatever the address by then. */
function isRepeated(before: readonly Touch[], touch: Touch): boolean {
  return before.some(({ affiliateId, at }) => affiliateId === touch.affiliateId && addMs(at, DAY_MS) > touch.at);
}

/** A visitor who throws the cookie away is still the same network and browser on that day. */
async function recordClick(ctx: Context, visit: Visit, { affiliateId, at }: Touch): Promise<void> {
  const [network, device] = [networkHash(ctx), deviceHash(ctx)];
  await withTransaction(ctx, async (tx) => {
    const added = await tx.db
      .insert(affiliateClicks)
      .values({
        id: newId("click", at.getTime()),
        affiliateId,
        networkHash: network,
        deviceHash: device,
        landingPath: visit.path.slice(0, 300),
        referrerHost: hostOf(visit.header("referer")),
        country: ctx.request?.country ?? null,
        dedupeKey: `${at.toISOString().slice(0, 10)}:${network}:${device}`,
        clickedAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: affiliateClicks.id });
    if (added.length > 0) await askForStats(tx, affiliateId);
  });
}

function hostOf(referrer: string | null): string | null {
  return referrer !== null && URL.canParse(referrer) ? new URL(referrer).host.slice(0, 253) : null;
}
