import { type Breach, breachesOf, runLedgerInvariants } from "@stoa/ledger";
import { SALE_INVARIANTS } from "../checkout/index.ts";
import type { Context } from "../platform/context.ts";

/** Every sentence that must be true of the books and of the sales, and does not hold; none, when all is well. */
export async function brokenInvariants(ctx: Pick<Context, "db">): Promise<Breach[]> {
  const [books, sales] = await Promise.all([runLedgerInvariants(ctx), breachesOf(ctx, SALE_INVARIANTS)]);
  return [...books, ...sales];
}
