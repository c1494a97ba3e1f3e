import { tellDomains } from "./domains.ts";
import { isDisputed, moneyBack, waitsForDecision } from "./money-back.ts";
import { income, refusal } from "./sale.ts";
import { move, type Order, type Shop } from "./shop.ts";

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
    if (order && standing && !told.warning) setDisputed(shop, order, "disputed");
  } else if (status === "lost" && told.withdrawn) {
    moneyBack(shop, payment, { amount, why: "dispute lost", lines: null });
  } else {
    if (matter.booked) move(shop, clearing, held, amount, currency);
    if (order?.status === "disputed" && !isDisputed(shop, payment)) {
      setDisputed(shop, order, order.refunded > 0 ? "partially_refunded" : "paid");
    }
  }
}

function setDisputed(shop: Shop, order: Order, status: Order["status"]): void {
  order.status = status;
  tellDomains(shop, "disputed", order);
}

/** A person takes a held payment for what it is. Gives whether the rules allow it. */
export function accept(shop: Shop, paymentId: string): boolean {
  const payment = shop.payments.get(paymentId);
  const review = shop.reviews.get(paymentId);
  const order = shop.orders.get(payment?.order ?? "");
  if (!payment || !order || review?.resolution !== null || order.status !== "review") return false;
  const refunded = [...shop.refunds.values()].some(
    (each) => each.payment === paymentId && ["requested", "pending", "succeeded"].includes(each.status),
  );
  const disputed = [...shop.disputes.values()].some((each) => each.payment === paymentId && each.status !== "won");
  if (refunded || disputed || payment.refunded > 0 || refusal(shop, order) !== null) return false;
  review.resolution = "accepted";
  income(shop, order, payment, "suspense/review");
  return true;
}

/** A person has dealt with it in another way, unless a refund of it is on its way. Gives whether the rules allow it. */
export function close(shop: Shop, paymentId: string): boolean {
  const review = shop.reviews.get(paymentId);
  const onItsWay = [...shop.refunds.values()].some(
    (each) => each.payment === paymentId && ["requested", "pending"].includes(each.status),
  );
  if (review?.resolution !== null || onItsWay) return false;
  review.resolution = "closed";
  const order = shop.orders.get(shop.payments.get(paymentId)?.order ?? "");
  if (order?.status === "review" && !waitsForDecision(shop, order)) {
    order.status = "cancelled";
    tellDomains(shop, "released", order);
  }
  return true;
}
