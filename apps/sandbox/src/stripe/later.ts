import type { BooksReader } from "../books/open-books.ts";

/** What happens at Stripe without anybody asking, some time after the act that caused it. */
export type LaterStep = "dispute" | "refund_succeeds" | "refund_fails" | "debit_succeeds" | "debit_fails";

/** Puts a step on the calendar, in the transaction of the act that causes it. */
export async function happenLater(
  books: BooksReader,
  objectId: string,
  step: LaterStep,
  afterSeconds: number,
): Promise<void> {
  await books`
    INSERT INTO stripe.later (object_id, step, due_at)
    VALUES (${objectId}, ${step}, now() + ${afterSeconds} * interval '1 second') ON CONFLICT DO NOTHING`;
}
