import { isInTransaction } from "@stoa/db";
import { type Breach, breachesOf, runLedgerInvariants } from "@stoa/ledger";
import { sql } from "drizzle-orm";
import { AFFILIATE_INVARIANTS } from "../affiliates/index.ts";
import { SALE_INVARIANTS } from "../checkout/index.ts";
import { COUPON_INVARIANTS } from "../coupons/index.ts";
import { GRANT_INVARIANTS } from "../grants/index.ts";
import { PAYOUT_INVARIANTS } from "../payouts/index.ts";
import type { Context } from "../platform/context.ts";

const INVARIANTS = [
  ...SALE_INVARIANTS,
  ...AFFILIATE_INVARIANTS,
  ...COUPON_INVARIANTS,
  ...GRANT_INVARIANTS,
  ...PAYOUT_INVARIANTS,
];

type Books = Pick<Context, "db">;

/** Every sentence that must be true of the books and of the sales, and does not hold; none, when all is well. */
export async function brokenInvariants(ctx: Books): Promise<Breach[]> {
  const [books, sales] = await Promise.all([runLedgerInvariants(ctx), ofOneSnapshot(ctx)]);
  return [...books, ...sales];
}

/** One snapshot, or a sale that settles between two questions would look like a contradiction. */
async function ofOneSnapshot(ctx: Books): Promise<Breach[]> {
  if (isInTransaction(ctx)) return breachesOf(ctx, INVARIANTS);
  return ctx.db.transaction(
    async (db) => {
      await db.execute(sql`set local statement_timeout = '60s'`);
      return breachesOf({ db }, INVARIANTS);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
