import type { RefundWish } from "@stoa/api/checkout/refunds/choose-refund";
import { createCaller } from "@stoa/api/root";
import { type Currency, money } from "@stoa/kit";
import { rulesOf } from "../model/kinds.ts";
import { amountOf, requestRefund, type Wish, whyNotGiveBack } from "../model/refunds.ts";
import { holderOf, type Order, type Shop } from "../model/shop.ts";
import type { Simulation } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";
import { judged } from "./as-staff.ts";
import { actorOf } from "./visitor.ts";

const SOLD: readonly Order["status"][] = ["paid", "partially_refunded", "disputed"];

/** Mostly orders that are sold; now and then any. */
function anySale({ chance, shop }: Simulation, of: (order: Order) => boolean = () => true): Order | null {
  const any = chance.happens(0.1);
  const found = [...shop.orders.values()].filter((order) => of(order) && (any || SOLD.includes(order.status)));
  return chance.pickOrNull(found);
}

/** Staff want all that is left of an order back, or a part of it, or more than there is, or lines. A job asks for it later. */
export async function askForRefund(simulation: Simulation): Promise<Done | null> {
  const order = anySale(simulation);
  if (order === null) return null;
  const wish = anyWish(simulation, order);
  const amount = amountOf(simulation.shop, order.id, wish);
  const input = { orderId: order.id, wish: await wishFor(simulation, order, wish), note: "asked for by mail" };
  const what = wish.kind === "lines" ? `${wish.lines.length} lines` : wish.kind === "amount" ? `${wish.amount}` : "all";
  return judged(
    simulation,
    `staff ask for ${what} of ${order.id} to go back`,
    () => simulation.staff().checkout.refunds.request(input),
    typeof amount === "string" ? amount : null,
    () => newRefund(simulation, order, wish, amount),
  );
}

function anyWish({ chance }: Simulation, order: Order): Wish {
  if (chance.happens(0.35)) return { kind: "full" };
  if (chance.happens(0.5)) return { kind: "lines", lines: someLines(order, () => chance.happens(0.6)) };
  return { kind: "amount", amount: chance.between(1, Math.max(1, order.total)), currency: order.currency };
}

/** Some lines of an order, at least one. */
function someLines(order: Order, wanted: () => boolean): string[] {
  const subjects = order.lines.map((line) => line.subject);
  const chosen = subjects.filter(wanted);
  return chosen.length > 0 ? chosen : subjects.slice(0, 1);
}

async function wishFor(simulation: Simulation, order: Order, wish: Wish): Promise<RefundWish> {
  if (wish.kind === "full") return wish;
  if (wish.kind === "lines") return { kind: "lines", lineIds: await lineIdsOf(simulation, order, wish.lines) };
  return { kind: "amount", amount: money(wish.amount, wish.currency as Currency) };
}

async function lineIdsOf({ database }: Simulation, { id }: Order, subjects: readonly string[]): Promise<string[]> {
  const rows = await database.sql<{ id: string; subject: string }[]>`
    select id, subject_id as subject from order_lines where order_id = ${id} order by position`;
  return rows.filter(({ subject }) => subjects.includes(subject)).map((row) => row.id);
}

/** Buyers give lines of their own order back, signed in or with its token, as far as the policy lets them. */
export async function giveBack(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const known = ({ token }: Order) => token !== "";
  const finished = (order: Order) => known(order) && isFinished(shop, order);
  const order = (chance.happens(0.5) ? anySale(simulation, finished) : null) ?? anySale(simulation, known);
  const visitor = simulation.visitors.find(({ email }) => email === order?.email);
  if (order === null || !visitor) return null;
  const actor = await actorOf(simulation, visitor);
  const lines = someLines(order, () => chance.happens(0.6));
  const wish = { kind: "lines", lines } as const;
  const ctx = simulation.browser(visitor, actor, { orderToken: order.token });
  const lineIds = await lineIdsOf(simulation, order, lines);
  shop.now = simulation.now;
  const amount = amountOf(shop, order.id, wish);
  const refusal = whyNotGiveBack(shop, order.id, lines) ?? (typeof amount === "string" ? amount : null);
  return judged(
    simulation,
    `${visitor.name} gives ${lines.length} lines of ${order.id} back`,
    () => createCaller(ctx).checkout.refunds.returnLines({ orderId: order.id, lineIds }),
    refusal,
    () => newRefund(simulation, order, wish, amount),
  );
}

/** Whether its buyer has done what some line of it gave. */
function isFinished(shop: Shop, order: Order): boolean {
  const holder = holderOf(shop, order);
  return order.lines.some(({ kind, subject }) => (rulesOf(kind).usedPercent(shop, holder, subject) ?? 0) > 0);
}

/** The refund that was written down and that the model does not know; of two at once, the one of this amount. */
async function newRefund(simulation: Simulation, order: Order, wish: Wish, amount: number | string): Promise<Effect[]> {
  const { database, shop } = simulation;
  const rows = await database.sql<{ id: string; amount: number }[]>`
    select id, amount_minor::int as amount from refunds where order_id = ${order.id} and status = 'requested' order by id`;
  const unknown = rows.filter(({ id }) => !shop.refunds.has(id));
  const found = unknown.find((row) => row.amount === amount) ?? unknown[0];
  if (!found) return [];
  const asked = { order: order.id, amount: found.amount, lines: wish.kind === "lines" ? wish.lines : null };
  return [(next) => requestRefund(next, found.id, asked)];
}
