import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

/**
 * What must flow upward: a lower domain writes the fact to the outbox, a higher domain's job of this name acts on it.
 * Declared here, because neither side may import the other.
 */
export const FACTS = {
  /** An address has been proved to be its account's: what was bought with it as a guest joins the account (B1). */
  emailVerified: {
    name: "checkout.join_guest_purchases",
    queue: "notifications",
    payload: z.strictObject({ userId: z.string() }),
  },
  /** A payee has said where their money is to go: who they are may show in whom they share that account with (T74). */
  payoutAccountPinned: {
    name: "affiliates.note_payout_account",
    queue: "notifications",
    payload: z.strictObject({ kind: z.string(), subjectId: z.string(), accountId: z.string() }),
  },
} as const satisfies Readonly<Record<string, Enqueueable>>;
