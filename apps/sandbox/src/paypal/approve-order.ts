import type { BooksReader } from "../books/open-books.ts";
import type { Deps } from "../part.ts";
import { timeOf } from "./endpoint.ts";
import { recordEvent } from "./events.ts";
import { lock, save, saveDetails } from "./object-store.ts";
import type { Funding, Order } from "./objects.ts";
import { findLiving, orderAnswer } from "./orders.ts";

const PAYER = { payer_id: "QYR5Z8XDVJNXQ", email_address: "buyer@example.test" };

/** The buyer agrees to pay with this; null when the order can no longer be approved. No money moves here. */
export async function approveOrder(
  books: BooksReader,
  deps: Deps,
  orderId: string,
  funding: Funding,
): Promise<Order | null> {
  const order = await lock(books, "order", orderId);
  if (order === null || order.status === "COMPLETED") return null;
  if ((await findLiving(books, deps, orderId)) === null) return null;
  const now = timeOf(deps);
  const approved = await save(books, "order", orderId, {
    ...order,
    status: "APPROVED",
    payer: PAYER,
    update_time: now,
  });
  await saveDetails(books, orderId, { funding });
  await recordEvent(books, "CHECKOUT.ORDER.APPROVED", await orderAnswer(books, deps, orderId), now);
  return approved;
}

/** Where PayPal sends the buyer back to. */
export function returnUrlOf(returnUrl: string, order: Order): string {
  const url = new URL(returnUrl);
  url.searchParams.set("token", order.id);
  if (order.payer !== undefined) url.searchParams.set("PayerID", order.payer.payer_id);
  return url.href;
}
