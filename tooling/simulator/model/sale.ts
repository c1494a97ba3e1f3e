import { allocate } from "@stoa/kit";
import { DOMAIN_RULES, tellDomains } from "./domains.ts";
import { rulesOf } from "./kinds.ts";
import {
  type Holder,
  holderOf,
  isOpen,
  type Line,
  move,
  type Order,
  type Payment,
  type Shop,
  takeNumber,
} from "./shop.ts";

const PAYABLE = ["pending", "expired", "review"];

/** A payment that the gateway says has come. It has its effect once: a sale if it is as asked, else it is held. */
export function settle(shop: Shop, paid: Payment, whenUnknown: "wait" | "hold" = "wait"): void {
  if (!paid.order?.startsWith("ord_") || shop.payments.get(paid.id)?.status === "succeeded") return;
  const order = shop.orders.get(paid.order) ?? null;
  if (order === null && whenUnknown === "wait") return;
  const payment: Payment = { ...paid, order: order?.id ?? null, status: "succeeded", refunded: 0, lost: 0 };
  shop.payments.set(payment.id, payment);
  const reason = order === null ? "unknown_order" : reasonToHold(shop, order, payment);
  if (order === null || reason !== null) hold(shop, order, payment, reason ?? "");
  else income(shop, order, payment, `gateway/${payment.gateway}/clearing`);
}

/** A try that failed, or money that is on its way. */
export function noteUnsettled(shop: Shop, paid: Payment): void {
  if (paid.order === null || !shop.orders.has(paid.order)) return;
  const known = shop.payments.get(paid.id);
  const status = paid.status === "failed" ? "failed" : "pending";
  if (!known) shop.payments.set(paid.id, { ...paid, status });
  else if (["pending", "failed"].includes(known.status) && known.at <= paid.at)
    Object.assign(known, { status, at: paid.at });
}

/** An order that costs nothing, for an address that is proved. */
export function giveFree(shop: Shop, id: string): void {
  const order = shop.orders.get(id);
  if (order?.status === "pending" && order.total === 0 && refusal(shop, order) === null) sell(shop, order);
}

function reasonToHold(shop: Shop, order: Order, payment: Payment): string | null {
  if (order.status === "cancelled") return "paid_after_expiry";
  if (!PAYABLE.includes(order.status) || order.status === "review") return "paid_twice";
  if (payment.currency !== order.currency) return "currency_mismatch";
  if (payment.amount !== order.total || payment.gateway !== order.gateway) return "amount_mismatch";
  const refused = refusal(shop, order);
  return refused !== null && order.status === "expired" ? "paid_after_expiry" : refused;
}

/** Why what was ordered cannot be handed over. */
export function refusal(shop: Shop, order: Order): string | null {
  const holder = holderOf(shop, order);
  for (const line of order.lines.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))) {
    const refused = rulesOf(line.kind).refusal(shop, holder, line.subject);
    if (refused !== null) return refused;
  }
  for (const rules of DOMAIN_RULES) {
    const refused = rules.refusal?.(shop, order) ?? null;
    if (refused !== null) return refused;
  }
  return null;
}

function hold(shop: Shop, order: Order | null, payment: Payment, reason: string): void {
  payment.into = "suspense";
  move(shop, `gateway/${payment.gateway}/clearing`, "suspense/review", payment.amount, payment.currency);
  shop.reviews.set(payment.id, { reason, resolution: null });
  if (order === null) return;
  if (["pending", "expired", "cancelled"].includes(order.status)) order.status = "review";
  shop.mails.add(`payment-held-for-review ${payment.id}`);
}

/** Money becomes a sale, to the last unit: of each line what its kind makes of it, and the tax. */
export function income(shop: Shop, order: Order, payment: Payment, from: string): void {
  payment.into = "sale";
  takeFor(order, payment.amount);
  for (const { kind, subject, sold } of order.lines) {
    move(shop, from, rulesOf(kind).income(subject), sold.total - sold.tax, payment.currency);
    move(shop, from, "income", sold.tax, payment.currency);
  }
  sell(shop, order);
}

/** Another amount than was asked is taken for the lines and the tax in the proportions of the order. */
function takeFor({ lines, total }: Order, amount: number): void {
  if (amount === total) return;
  const taxes = lines.map((line) => line.tax);
  const [tax = 0, ...nets] = allocate(amount, [sum(taxes), ...lines.map((line) => line.total - line.tax)]);
  const parts = tax === 0 ? [] : allocate(tax, taxes);
  for (const [at, line] of lines.entries()) {
    const own = parts[at] ?? 0;
    line.sold = { total: (nets[at] ?? 0) + own, tax: own };
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}

function sell(shop: Shop, order: Order): void {
  const holder = holderOf(shop, order);
  for (const line of order.lines) {
    line.given = true;
    rulesOf(line.kind).give(shop, holder, order, line.subject);
  }
  order.user = holder.user;
  order.status = "paid";
  order.paidAt = shop.now;
  order.invoice = takeNumber(shop, "invoice");
  shop.mails.add(`order-receipt ${order.id}`);
  tellDomains(shop, "sold", order);
}

/** Takes back what some lines of an order gave. */
export function takeBack(shop: Shop, order: Order, lines: readonly Line[]): void {
  const holder = holderOf(shop, order);
  for (const line of lines.filter((each) => each.given && !each.back)) {
    line.back = true;
    rulesOf(line.kind).takeBack(shop, holder, order, line.subject);
    for (const rules of DOMAIN_RULES) rules.lineBack?.(shop, order, line);
  }
  if (order.lines.every((line) => line.back)) tellDomains(shop, "allBack", order);
}

/** The address is proved: what was bought under it is the account's, and what cost nothing and waited is handed over. */
export function join(shop: Shop, user: string, now: number): void {
  const person = shop.people.get(user);
  if (!person?.verified) return;
  const isGuests = (thing: Holder) => thing.user === null && thing.email === person.email;
  for (const order of shop.orders.values()) if (isGuests(order)) order.user = user;
  for (const right of shop.rights) if (isGuests(right)) right.user = user;
  for (const guests of shop.enrolments) {
    if (!isGuests(guests) || !isOpen(guests)) continue;
    const own = shop.enrolments.find((each) => each.user === user && each.course === guests.course);
    if (own) [own.status, guests.status] = [own.completed ? "completed" : "active", "expired"];
    else guests.user = user;
  }
  for (const order of shop.orders.values()) {
    if (order.email === person.email && order.expiresAt > now) giveFree(shop, order.id);
  }
}
