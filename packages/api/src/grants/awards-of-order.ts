import { tables } from "@stoa/db";
import { and, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";

const { grantAwards } = tables;

/** What pools have paid for courses of an order, and `returnAward` would give back to them. */
export function awardsOfOrder(
  ctx: Pick<Context, "db">,
  orderId: string,
): Promise<{ courseId: string; spentMinor: number | null }[]> {
  return ctx.db
    .select({ courseId: grantAwards.courseId, spentMinor: grantAwards.spentMinor })
    .from(grantAwards)
    .where(and(eq(grantAwards.orderId, orderId), eq(grantAwards.status, "used")));
}
