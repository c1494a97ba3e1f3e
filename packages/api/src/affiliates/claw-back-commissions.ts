import { tables } from "@stoa/db";
import { type Currency, mulDiv } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { asc, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { freezeEach, thawEach } from "./freeze-commissions.ts";
import { type Commission, lockStanding, noteEarnings, shareOf } from "./post-commissions.ts";
import { clawedBackPostings } from "./postings.ts";
import { askForStats } from "./stats-message.ts";

const { affiliateCommissions } = tables;

/** Money of a sale that went back. The caller holds the order. */
export interface SaleGivenBack {
  /** What is left of each line that is touched, without tax, after all that went back so far. */
  lines: readonly { lineId: string; remainingNetMinor: number }[];
  /** The refund or dispute, by which the entry is named. */
  cause: { id: string };
}

/** A commission and how much of it goes back now. */
interface Taken {
  commission: Commission;
  minor: number;
}

/**
 * Takes commissions back in the proportion in which their lines went back. It goes by what is left of a line, not by what
 * went this time; so however a refund is cut, the parts come to the same as the whole, to the minor unit. What was paid
 * out before, the affiliate owes, and the next commission pays. Told again it changes nothing (T77).
 */
export async function clawBackCommissions(ctx: TxContext, given: SaleGivenBack): Promise<void> {
  const taken = await takenBy(ctx, given);
  if (taken.length === 0) return;
  const frozen = taken.flatMap(({ commission }) => (commission.freezeHoldId === null ? [] : [commission]));
  await thawEach(ctx, frozen);
  const posted = taken.filter(({ commission }) => commission.postedAt !== null);
  await postClawback(ctx, given.cause.id, posted);
  await lower(ctx, taken);
  await noteEarnings(
    ctx,
    posted.map(({ commission, minor }) => ({ commission, minor: -minor })),
  );
  const left = taken
    .filter(({ commission }) => frozen.includes(commission))
    .map(({ commission, minor }) => ({
      ...commission,
      remainingMinor: commission.remainingMinor - minor,
      freezeHoldId: null,
    }));
  await freezeEach(ctx, left, given.cause.id);
  for (const affiliateId of new Set(taken.map(({ commission }) => commission.affiliateId)))
    await askForStats(ctx, affiliateId);
}

async function takenBy(ctx: TxContext, { lines }: SaleGivenBack): Promise<Taken[]> {
  if (lines.length === 0) return [];
  const commissions = await ctx.db
    .select()
    .from(affiliateCommissions)
    .where(
      inArray(
        affiliateCommissions.orderLineId,
        lines.map(({ lineId }) => lineId),
      ),
    )
    .orderBy(asc(affiliateCommissions.id))
    .for("update");
  return commissions.flatMap((commission) => {
    const line = lines.find(({ lineId }) => lineId === commission.orderLineId);
    const left = remainingOf(commission, line?.remainingNetMinor ?? commission.netMinor);
    return left < commission.remainingMinor ? [{ commission, minor: commission.remainingMinor - left }] : [];
  });
}

/** What a commission is worth when this much of its line is left. Pure. */
export function remainingOf(
  { amountMinor, netMinor }: Pick<Commission, "amountMinor" | "netMinor">,
  remainingNetMinor: number,
): number {
  return mulDiv(amountMinor, Math.min(Math.max(remainingNetMinor, 0), netMinor), netMinor);
}

async function postClawback(ctx: TxContext, subject: string, taken: readonly Taken[]): Promise<void> {
  const [first] = taken;
  if (!first) return;
  const { affiliateId, currency } = first.commission;
  const { available } = await lockStanding(ctx, affiliateId, currency as Currency);
  const shares = taken.map(({ commission, minor }) => ({ ...shareOf(commission), minor }));
  await postEntry(ctx, { kind: "commission_clawed_back", subject, transfers: clawedBackPostings(shares, available) });
}

async function lower(ctx: TxContext, taken: readonly Taken[]): Promise<void> {
  const lowered = taken.map(({ commission, minor }) => ({
    id: commission.id,
    before: commission.remainingMinor,
    after: commission.remainingMinor - minor,
  }));
  await ctx.db.execute(sql`update affiliate_commissions c set remaining_minor = l.after
    from jsonb_to_recordset(${JSON.stringify(lowered)}::jsonb) l (id text, after bigint) where c.id = l.id`);
  for (const { id, before, after } of lowered) {
    await recordAudit(ctx, {
      action: "affiliates.claw_back",
      subjectKind: "commission",
      subjectId: id,
      before: { remainingMinor: before },
      after: { remainingMinor: after },
    });
  }
}
