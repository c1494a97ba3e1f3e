import { tables, withTransaction } from "@stoa/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { joinEntitlements } from "../entitlements/index.ts";
import { joinEnrolments } from "../learning/index.ts";
import { handOverLmsSync } from "../lms/index.ts";
import { adoptGuestOrders } from "../orders/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { lockBuyer } from "./buyer.ts";
import { settleFreeOrdersOf } from "./free-order.ts";

const { users } = tables;

/**
 * Puts what was bought as a guest under an address on the account that has proved it: orders, rights and enrolments in
 * one transaction; orders that cost nothing and waited for this proof are handed over. Doing it again joins what is new.
 */
export async function joinGuestPurchases(ctx: Context, userId: string): Promise<{ orders: number }> {
  return withTransaction(ctx, async (tx) => {
    const email = await provedAddress(tx, userId);
    if (email === null) return { orders: 0 };
    await lockBuyer(tx, email);
    const orders = await adoptGuestOrders(tx, { userId, email });
    const { joined } = await joinEntitlements(tx, { userId, email });
    const { merged } = await joinEnrolments(tx, { userId, email });
    for (const enrolment of merged) await handOverLmsSync(tx, { ...enrolment, email });
    await settleFreeOrdersOf(tx, email);
    if (orders + joined > 0) {
      await recordAudit(tx, {
        action: "checkout.join_guest_purchases",
        subjectKind: "user",
        subjectId: userId,
        after: { orders, entitlements: joined },
      });
    }
    return { orders };
  });
}

/** The account's address, normalised, once it is proved. */
async function provedAddress(ctx: TxContext, userId: string): Promise<string | null> {
  const [user] = await ctx.db
    .select({ email: users.emailNormalised })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.emailVerifiedAt), isNull(users.deletedAt)));
  return user?.email ?? null;
}
