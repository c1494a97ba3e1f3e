import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { Order } from "../orders/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import type { Affiliate } from "./affiliate.ts";
import { buyerSignals, placeSignals } from "./find-signals.ts";
import { type AgreedRate, rateFor, type Signal, statusFor } from "./policy.ts";
import { chooseTouch, inWindow, openTouches, type Touch } from "./touches.ts";

const { affiliates, affiliateReferralRates, affiliateReferrals, affiliateTerms } = tables;

/** What earns commission. Money given to a pool is passed on whole. */
const EARNING_KINDS: readonly Order["lines"][number]["kind"][] = ["course"];

type Programme = Awaited<ReturnType<typeof settingNow<"affiliateProgramme">>>;

/**
 * Says whose link led to an order, when it is placed: window, model and the rate of each line are copied, so that later
 * changes of the programme leave it alone. An affiliate's own purchase is refused, and one that looks like it waits for a
 * person. An order without a touch that counts has no referral.
 */
export async function attributeOrder(ctx: TxContext, { order }: { order: Order }): Promise<void> {
  const now = ctx.clock.now();
  const touches = openTouches(ctx.services.secrets, ctx.request?.referral ?? null, now);
  if (touches.length === 0) return;
  const programme = await settingNow(ctx, "affiliateProgramme");
  const { affiliate, touch } = await chooseAffiliate(
    ctx,
    inWindow(touches, { windowDays: programme.windowDays, now }),
    programme,
  );
  if (affiliate === null) return;
  const buyer = { userId: order.userId, email: order.emailNormalised };
  const signals = [...(await buyerSignals(ctx, affiliate, buyer)), ...(await placeSignals(ctx, affiliate))];
  const referralId = await insertReferral(ctx, { order, affiliate, touch, signals, programme });
  await copyRates(ctx, { referralId, order, affiliate, programme });
}

/** Of the affiliates who are active now; a suspended one's link is as if it had not been followed. */
async function chooseAffiliate(
  ctx: TxContext,
  touches: readonly Touch[],
  { model }: Programme,
): Promise<{ affiliate: Affiliate; touch: Touch } | { affiliate: null; touch: null }> {
  const ids = [...new Set(touches.map(({ affiliateId }) => affiliateId))];
  const none = { affiliate: null, touch: null };
  if (ids.length === 0) return none;
  const active = await ctx.db
    .select()
    .from(affiliates)
    .where(and(inArray(affiliates.id, ids), eq(affiliates.status, "active")));
  const touch = chooseTouch(
    touches.filter(({ affiliateId }) => active.some(({ id }) => id === affiliateId)),
    model,
  );
  const affiliate = active.find(({ id }) => id === touch?.affiliateId);
  return touch && affiliate ? { affiliate, touch } : none;
}

async function insertReferral(
  ctx: TxContext,
  found: { order: Order; affiliate: Affiliate; touch: Touch; signals: Signal[]; programme: Programme },
): Promise<string> {
  const { order, affiliate, touch, signals, programme } = found;
  const id = newId("referral", ctx.clock.now().getTime());
  const status = statusFor(signals);
  await ctx.db.insert(affiliateReferrals).values({
    id,
    orderId: order.id,
    affiliateId: affiliate.id,
    status,
    signals,
    model: programme.model,
    windowDays: programme.windowDays,
    touchedAt: touch.at,
  });
  await recordAudit(ctx, {
    action: "affiliates.attribute_order",
    subjectKind: "referral",
    subjectId: id,
    after: { orderId: order.id, affiliateId: affiliate.id, status, signals },
  });
  return id;
}

async function copyRates(
  ctx: TxContext,
  sale: { referralId: string; order: Order; affiliate: Affiliate; programme: Programme },
): Promise<void> {
  const { referralId, order, affiliate, programme } = sale;
  const lines = order.lines.filter(({ kind }) => EARNING_KINDS.includes(kind));
  if (lines.length === 0) return;
  const agreed = await agreedRates(
    ctx,
    affiliate.id,
    lines.map(({ subjectId }) => subjectId),
  );
  await ctx.db.insert(affiliateReferralRates).values(
    lines.map(({ id, subjectId }) => ({
      referralId,
      orderLineId: id,
      rateBps: rateFor({ affiliateId: affiliate.id, subjectId }, agreed, programme.rateBps),
    })),
  );
}

function agreedRates(ctx: TxContext, affiliateId: string, courseIds: readonly string[]): Promise<AgreedRate[]> {
  return ctx.db
    .select()
    .from(affiliateTerms)
    .where(
      and(
        or(eq(affiliateTerms.affiliateId, affiliateId), isNull(affiliateTerms.affiliateId)),
        or(inArray(affiliateTerms.courseId, [...courseIds]), isNull(affiliateTerms.courseId)),
      ),
    );
}
