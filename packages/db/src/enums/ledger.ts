import { pgEnum } from "drizzle-orm/pg-core";

export const accountKindEnum = pgEnum("ledger_account_kind", ["asset", "liability", "income", "expense"]);
/** A transfer is posted at once, or is a hold (pending) that a later transfer posts, in whole or part, or voids. */
export const transferStateEnum = pgEnum("ledger_transfer_state", ["posted", "pending", "post_pending", "void_pending"]);
