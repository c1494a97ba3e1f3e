import { type AccountAddress, account, type TransferCode } from "@stoa/ledger";
import type { OrderLine } from "../orders/index.ts";

/** What a line's price without tax is in the books, and why it moves there. */
export interface Income {
  code: TransferCode;
  credit: AccountAddress;
}

/** A gift is the pool's; everything else is revenue of its kind. */
export function incomeOf(line: Pick<OrderLine, "kind" | "subjectId">): Income {
  if (line.kind === "donation") return { code: "grant_funding", credit: account.grantsPool(line.subjectId) };
  return { code: "sale", credit: account.revenue(line.kind) };
}
