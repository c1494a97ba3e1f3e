import type { Invariant } from "@stoa/ledger";
import { sql } from "drizzle-orm";

/** Payouts agree with the books and with their batches. Beside `LEDGER_INVARIANTS`. */
export const PAYOUT_INVARIANTS: readonly Invariant[] = [
  {
    name: "open_payout_is_reserved",
    states:
      "A payout that is not over has its own amount reserved of what its payee is owed; one that is over, nothing.",
    offenders: sql`select o.id from payouts o join payout_payees p on p.id = o.payee_id
      left join ledger_transfers h on h.id = o.hold_id
      where h.id is null or h.amount_minor <> o.amount_minor or h.currency <> o.currency or h.debit_address <> p.address
        or (o.status in ('requested', 'approved', 'sending', 'sent'))
          = exists (select from ledger_transfers c where c.pending_id = h.id)`,
  },
  {
    name: "paid_payout_has_left",
    states: "What was paid has left what its payee is owed, whole; what came back, was refused or cancelled has not.",
    offenders: sql`select o.id from payouts o where (o.status = 'paid') <> (coalesce((
      select sum(ledger_left_of(t.id)) from ledger_transfers t
      where t.pending_id = o.hold_id and t.state = 'post_pending'), 0) = o.amount_minor)`,
  },
  {
    name: "batch_is_its_payouts",
    states: "A batch adds up to its payouts, in number and in money.",
    offenders: sql`select b.id from payout_batches b left join payouts o on o.batch_id = b.id and o.currency = b.currency
      group by b.id having count(o.id) <> b.payouts or coalesce(sum(o.amount_minor), 0) <> b.total_minor`,
  },
];
