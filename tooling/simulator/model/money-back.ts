import { allocate } from "@stoa/kit";
import { tellDomains } from "./domains.ts";
import { rulesOf } from "./kinds.ts";
import { leftOf, taxOf } from "./lines.ts";
import { takeBack } from "./sale.ts";
import { type Line, move, type Order, type Payment, type Shop, takeNumber } from "./shop.ts";

interface MoneyBack {
  amount: number;
  why: "refunded" | "dispute lost";
  /** The lines that are given back; null when it is of the order as a whole. */
  lines: readonly string[] | null;
}

/**
 * Money of a payment has left us, by a refund or a lost dispute. First it pays what a failed refund still owes, then it
 * undoes the sale or the hold as far as anything is left, and the rest is a loss.
 */
export function moneyBack(shop: Shop, payment: Payment, { amount, why, lines }: MoneyBack): void {
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
  move(shop, `gateway/${gateway}/losses`, from, lost, currency);
  payment.refunded += repaid + undone;
  payment.lost += lost;
  if (sale) undoSale(shop, sale, payment, { undone, lines, from });
  else {
    move(shop, "suspense/review", from, undone, currency);
    if (payment.refunded >= payment.amount) endHold(shop, order, payment, why);
  }
}

interface Undone {
  undone: number;
  lines: readonly string[] | null;
  from: string;
}

/** A line that was named and of which nothing is left ends, and with the last of the order's money all of them. */
function undoSale(shop: Shop, sale: Order, payment: Payment, { undone, lines: named, from }: Undone): void {
  const parts = divide(undone, sale.lines, named);
  let undoneTax = 0;
  for (const [at, line] of sale.lines.entries()) {
    const part = parts[at] ?? 0;
    const tax = taxOf(line, line.undone + part) - taxOf(line, line.undone);
    const account = rulesOf(line.kind).income(line.subject);
    rulesOf(line.kind).beforeUndo?.(shop, line.subject, part - tax, payment.currency);
    move(shop, account, from, part - tax, payment.currency);
    move(shop, "income", from, tax, payment.currency);
    line.undone += part;
    undoneTax += tax;
  }
  sale.refunded += undone;
  const whole = sale.refunded >= payment.amount;
  if (whole) sale.status = "refunded";
  else sale.status = sale.status === "disputed" && isDisputed(shop, payment) ? "disputed" : "partially_refunded";
  tellDomains(shop, "undone", sale);
  const isGone = (line: Line) => named?.includes(line.subject) === true && leftOf(line) === 0;
  takeBack(shop, sale, whole ? sale.lines : sale.lines.filter(isGone));
  if (undone === 0) return;
  shop.creditNotes.push({ number: takeNumber(shop, "credit note"), order: sale.id, total: undone, tax: undoneTax });
}

/** First the lines that are named, whole, then the others by what is left of each. */
function divide(amount: number, lines: readonly Line[], named: readonly string[] | null): number[] {
  const wanted = lines.map((line) => (named?.includes(line.subject) ? leftOf(line) : 0));
  const others = lines.map((line, at) => leftOf(line) - (wanted[at] ?? 0));
  const ofNamed = Math.min(
    amount,
    wanted.reduce((sum, each) => sum + each, 0),
  );
  const [first, rest] = [split(ofNamed, wanted), split(amount - ofNamed, others)];
  return lines.map((_, at) => (first[at] ?? 0) + (rest[at] ?? 0));
}

function split(amount: number, weights: readonly number[]): number[] {
  return amount === 0 ? [] : allocate(amount, weights);
}

export function isDisputed(shop: Shop, payment: Payment): boolean {
  return [...shop.disputes.values()].some((each) => each.payment === payment.id && each.status === "open");
}

/** All of a held payment is with the buyer again: nothing is left to decide about it. */
function endHold(shop: Shop, order: Order | undefined, payment: Payment, why: MoneyBack["why"]): void {
  const review = shop.reviews.get(payment.id);
  if (review?.resolution === null) review.resolution = why;
  if (order?.status !== "review" || waitsForDecision(shop, order)) return;
  order.status = "refunded";
  tellDomains(shop, "released", order);
}

export function waitsForDecision(shop: Shop, order: Order): boolean {
  return [...shop.payments.values()].some(
    (payment) => payment.order === order.id && shop.reviews.get(payment.id)?.resolution === null,
  );
}
