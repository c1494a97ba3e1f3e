import { income, refusal, takeBack } from "./sale.ts";
import { move, type Order, type Payment, type Shop } from "./shop.ts";

interface DisputeTold {
  payment: string;
  amount: number;
  status: "open" | "won" | "lost";
  warning: boolean;
  withdrawn: boolean;
  fee: number;
}

/** A dispute as the gateway has it. Decided, it stays decided. */
export function dispute(shop: Shop, id: string, told: DisputeTold): void {
  const payment = shop.payments.get(told.payment);
  if (payment?.status !== "succeeded") return;
  const known = shop.disputes.get(id);
  if (known !== undefined && known.status !== "open") return;
  const { amount, status } = told;
  const matter = known ?? { payment: told.payment, amount, status, booked: false };
  shop.disputes.set(id, Object.assign(matter, { status }));
  const { gateway, currency } = payment;
  const [clearing, held] = [`gateway/${gateway}/clearing`, `disputes/${gateway}/held`];
  const order = payment.into === "sale" ? shop.orders.get(payment.order ?? "") : undefined;

  if (status !== "open") move(shop, `gateway/${gateway}/fees`, clearing, told.fee, currency);
  if (told.withdrawn && !matter.booked && status !== "won") {
    move(shop, held, clearing, amount, currency);
    matter.booked = true;
  }
  if (status === "open") {
    const standing = order?.status === "paid" || order?.status === "partially_refunded";
    if (order && standing && !told.warning) order.status = "disputed";
  } else if (status === "lost" && told.withdrawn) {
    moneyBack(shop, payment, amount, "dispute lost");
  } else {
    if (matter.booked) move(shop, clearing, held, amount, currency);
    if (order?.status === "disputed" && !isDisputed(shop, payment)) {
      order.status = order.refunded > 0 ? "partially_refunded" : "paid";
    }
  }
}

export function isDisputed(shop: Shop, payment: Payment): boolean {
  return [...shop.disputes.values()].some((each) => each.payment === payment.id && each.status === "open");
}

/**
 * Money of a payment has left us, by a refund or a lost dispute. First it pays what a failed refund still owes, then it
 * undoes the sale or the hold as far as anything is left, and the rest is a loss. All of a sale takes back what it gave.
 */
export function moneyBack(shop: Shop, payment: Payment, amount: number, why: "refunded" | "dispute lost"): void {
  const { gateway, currency } = payment;
  const order = shop.orders.get(payment.order ?? "");
  const sale = payment.into === "sale" ? order : undefined;
  const owed = sale ? sale.refunded - payment.refunded : 0;
  const left = payment.amount - (sale ?? payment).refunded;
  const repaid = Math.min(amount, owed);
  const undone = Math.min(amount - repaid, left);
  const lost = amount - repaid - undone;
  const from = why === "refunded" ? `gateway/${gateway}/clearing` : `disputes/${gateway}/held`;
  move(shop, `refunds/${gateway}/payable`, from, repaid, currency);
  move(shop, sale ? "income" : "suspense/review", from, undone, currency);
  move(shop, `gateway/${gateway}/losses`, from, lost, currency);
  payment.refunded += repaid + undone;
  payment.lost += lost;
  if (sale) {
    sale.refunded += undone;
    if (sale.refunded >= payment.amount) sale.status = "refunded";
    else sale.status = sale.status === "disputed" && isDisputed(shop, payment) ? "disputed" : "partially_refunded";
    if (sale.status === "refunded") takeBack(shop, sale);
  } else if (payment.refunded >= payment.amount) {
    const review = shop.reviews.get(payment.id);
    if (review?.resolution === null) review.resolution = why;
    if (order?.status === "review" && !waitsForDecision(shop, order)) order.status = "refunded";
  }
}

function waitsForDecision(shop: Shop, order: Order): boolean {
  return [...shop.payments.values()].some(
    (payment) => payment.order === order.id && shop.reviews.get(payment.id)?.resolution === null,
  );
}

/** A person takes a held payment for what it is. Gives whether the rules allow it. */
export function accept(shop: Shop, paymentId: string): boolean {
  const payment = shop.payments.get(paymentId);
  const review = shop.reviews.get(paymentId);
  const order = shop.orders.get(payment?.order ?? "");
  if (!payment || !order || review?.resolution !== null || order.status !== "review") return false;
  const refunded = [...shop.refunds.values()].some(
    (each) => each.payment === paymentId && ["pending", "succeeded"].includes(each.status),
  );
  const disputed = [...shop.disputes.values()].some((each) => each.payment === paymentId && each.status !== "won");
  if (refunded || disputed || payment.refunded > 0 || refusal(shop, order) !== null) return false;
  review.resolution = "accepted";
  income(shop, order, payment, "suspense/review");
  return true;
}

/** A person has dealt with it in another way. Gives whether the rules allow it. */
export function close(shop: Shop, paymentId: string): boolean {
  const review = shop.reviews.get(paymentId);
  if (review?.resolution !== null) return false;
  review.resolution = "closed";
  const order = shop.orders.get(shop.payments.get(paymentId)?.order ?? "");
  if (order?.status === "review" && !waitsForDecision(shop, order)) order.status = "cancelled";
  return true;
}
