import type { DisputeSnapshot } from "@stoa/payments";
import { type SQL, sql } from "drizzle-orm";

/** A dispute as far as money goes: while one is open, or once it is lost, the gateway has taken the money, or has not. */
export type DisputeState = "warning" | "open" | "won" | "lost" | "lost_untaken";

/** What the gateway says of it. Pure. */
export function disputeStateOf({ status, fundsWithdrawn }: DisputeSnapshot): DisputeState {
  if (status === "won") return "won";
  if (status === "lost") return fundsWithdrawn ? "lost" : "lost_untaken";
  return fundsWithdrawn ? "open" : "warning";
}

/** The same by the books, of the row `d`: what the gateway took was set apart there. */
export const DISPUTE_STATE_HERE: SQL<DisputeState> = sql`case
  when d.status = 'won' or exists (select from ledger_entries e where e.kind = 'dispute_opened' and e.subject = d.id) then d.status::text
  when d.status = 'open' then 'warning' else 'lost_untaken' end`;
