import { rulesOf } from "./kinds.ts";
import { leftOf } from "./lines.ts";
import { isDisputed, moneyBack } from "./money-back.ts";
import { holderOf, type Line, move, type Payment, type Shop } from "./shop.ts";

const ON_ITS_WAY = ["requested", "pending"];

function paymentOfSale(shop: Shop, orderId: string): Payment | undefined {
  return [...shop.payments.values()].find((each) => each.order === orderId && each.into === "sale");
}

/** What staff may still give back of an order, or the code of the rule that refuses it. What is on its way counts as gone. */
export function refundable(shop: Shop, orderId: string): { payment: Payment; left: number } | string {
  const payment = paymentOfSale(shop, orderId);
  if (!payment) return "nothing_to_refund";
  if (isDisputed(shop, payment)) return "payment_disputed";
  const onItsWay = [...shop.refunds.values()]
    .filter((each) => each.payment === payment.id && ON_ITS_WAY.includes(each.status))
    .reduce((sum, each) => sum + each.amount, 0);
  const left = Math.max(0, payment.amount - payment.refunded - onItsWay);
  return left === 0 ? "nothing_to_refund" : { payment, left };
}

/** Staff ask for money of an order to go back; until the gateway has said something of it, it has the name that we gave it. */
export function requestRefund(shop: Shop, id: string, { order, amount, lines }: Asked): void {
  const found = refundable(shop, order);
  if (typeof found === "string") return;
  shop.refunds.set(id, { payment: found.payment.id, amount, status: "requested", lines, owing: false });
}

export interface Asked {
  order: string;
  amount: number;
  lines: readonly string[] | null;
}

/** What somebody wants back: all that is left, an amount, or some lines whole. */
export type Wish =
  | { kind: "full" }
  | { kind: "amount"; amount: number; currency: string }
  | { kind: "lines"; lines: readonly string[] };

/** What a wish comes to, or the code of the rule that refuses it. */
export function amountOf(shop: Shop, orderId: string, wish: Wish): number | string {
  const found = refundable(shop, orderId);
  if (typeof found === "string") return found;
  if (wish.kind === "full") return found.left;
  const amount = wish.kind === "amount" ? wish.amount : amountOfLines(shop, orderId, wish.lines);
  if (typeof amount === "string") return amount;
  const foreign = wish.kind === "amount" && wish.currency !== found.payment.currency;
  return foreign || amount > found.left ? "refund_exceeds_payment" : amount;
}

function amountOfLines(shop: Shop, orderId: string, subjects: readonly string[]): number | string {
  const { lines = [], refunded = 0 } = shop.orders.get(orderId) ?? {};
  const payment = paymentOfSale(shop, orderId);
  if (payment && refunded > payment.refunded) return "failed_refund_owed";
  const wanted = lines.filter(({ subject }) => subjects.includes(subject));
  const refusable = wanted.some((line) => leftOf(line) === 0 || isOnItsWay(shop, orderId, line.subject));
  return refusable ? "line_not_refundable" : wanted.reduce((sum, line) => sum + leftOf(line), 0);
}

function isOnItsWay(shop: Shop, orderId: string, subject: string): boolean {
  const payment = paymentOfSale(shop, orderId);
  return [...shop.refunds.values()].some(
    (refund) =>
      refund.payment === payment?.id && ON_ITS_WAY.includes(refund.status) && refund.lines?.includes(subject) === true,
  );
}

/** Buyers may give back by themselves what they have done less than so much of, as long as the shop says. */
const UNDER_PERCENT = 20;

/** Why a buyer cannot give these lines of their order back; null when they can. */
export function whyNotGiveBack(shop: Shop, orderId: string, subjects: readonly string[]): string | null {
  const order = shop.orders.get(orderId);
  if (!order || !paymentOfSale(shop, orderId)) return "nothing_to_refund";
  const inTime = order.paidAt !== null && shop.now < order.paidAt + shop.returnableMs;
  const returnable = (line: Line) => {
    const used = rulesOf(line.kind).usedPercent(shop, holderOf(shop, order), line.subject);
    const has = line.given && !line.back && leftOf(line) > 0 && !isOnItsWay(shop, orderId, line.subject);
    return has && inTime && used !== null && used < UNDER_PERCENT;
  };
  const wanted = order.lines.filter(({ subject }) => subjects.includes(subject));
  return wanted.every(returnable) ? null : "line_not_refundable";
}

/** The gateway will not give it back: nothing has moved. */
export function refuseRefund(shop: Shop, id: string): void {
  const refund = shop.refunds.get(id);
  if (refund?.status === "requested") refund.status = "failed";
}

interface RefundTold {
  payment: string;
  amount: number;
  status: string;
  /** The name that we gave it; null for one that was made in the gateway's dashboard. */
  key: string | null;
}

/** A refund as the gateway has it now. What failed stays failed; what is done can still fail. */
export function refund(shop: Shop, id: string, { key, ...told }: RefundTold): void {
  const payment = shop.payments.get(told.payment);
  if (payment?.status !== "succeeded") return;
  const asked = key === null ? undefined : shop.refunds.get(key);
  const { lines = null } = shop.refunds.get(id) ?? asked ?? {};
  if (key !== null && asked?.status === "requested") shop.refunds.delete(key);
  const before = shop.refunds.get(id)?.status ?? null;
  const failed = told.status === "failed" || told.status === "cancelled";
  const leaves = before === null || before === "pending" || (before === "succeeded" && failed);
  const status = leaves ? told.status : before;
  const now = { ...told, status, lines, owing: shop.refunds.get(id)?.owing ?? false };
  shop.refunds.set(id, now);
  if (status === "succeeded" && before !== "succeeded")
    moneyBack(shop, payment, { amount: told.amount, why: "refunded", lines });
  if (before === "succeeded" && status !== "succeeded") now.owing = refundFailed(shop, payment, told.amount);
}

/**
 * The money is at the gateway again: no loss any more, or owed to the buyer, or held for people to decide as before. Gives
 * whether anything is owed.
 */
function refundFailed(shop: Shop, payment: Payment, amount: number): boolean {
  const { gateway, currency } = payment;
  const recovered = Math.min(payment.lost, amount);
  const owed = amount - recovered;
  payment.lost -= recovered;
  payment.refunded -= owed;
  move(shop, `gateway/${gateway}/clearing`, `gateway/${gateway}/losses`, recovered, currency);
  if (owed === 0) return false;
  const sold = payment.into === "sale";
  move(shop, `gateway/${gateway}/clearing`, sold ? `refunds/${gateway}/payable` : "suspense/review", owed, currency);
  const review = shop.reviews.get(payment.id);
  if (!sold && review) review.resolution = null;
  return sold;
}

/** A person pays from the bank what a failed refund still owes, once. Gives whether the rules allow it. */
export function repay(shop: Shop, id: string): boolean {
  const refund = shop.refunds.get(id);
  const payment = shop.payments.get(refund?.payment ?? "");
  const order = shop.orders.get(payment?.order ?? "");
  if (!refund?.owing || !payment || !order) return false;
  const owed = Math.min(refund.amount, order.refunded - payment.refunded);
  if (owed === 0) return false;
  move(shop, `refunds/${payment.gateway}/payable`, "bank/main", owed, payment.currency);
  payment.refunded += owed;
  refund.owing = false;
  return true;
}
