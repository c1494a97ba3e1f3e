import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@stoa/kit";
import { addCourse } from "./catalogue.ts";
import { asStaff } from "./staff.ts";
import type { System } from "./system.ts";
import { loseWebhooks } from "./webhooks.ts";

export interface Placed {
  readonly orderId: string;
  readonly orderToken: string;
  readonly email: string;
  readonly ip: string;
  /** Null when the gateway's answer was lost; the page then comes later. */
  readonly redirectUrl: string | null;
}

/** What buyers of one scenario share: the course, and the beginning of their addresses. */
export interface Market {
  readonly name: string;
  readonly course: string;
}

const AGAIN_AFTER_MS = 250;
const PAGE_AGAIN_AFTER_MS = 2_000;
const ANSWER_WITHIN_MS = 30_000;
/** Buyers who are at the till at once. */
const AT_ONCE = 8;

export async function openMarket(system: System, name: string): Promise<Market> {
  return { name: `${name}-${newId("course").slice(-8)}`.toLowerCase(), course: await addCourse(system) };
}

/** Places orders as clients that never give up do: the same key again until there is an answer. */
export function placeOrders(system: System, market: Market, count: number): Promise<Placed[]> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return eachOf(numbers, AT_ONCE, (number) => placeOrder(system, market, number));
}

export async function placeOrder(system: System, market: Market, number: number): Promise<Placed> {
  const email = `${market.name}-${number}@example.com`;
  const call = checkoutCall(market, email, number);
  for (;;) {
    const answer = await callShop(system, call).catch(() => null);
    if (answer?.status === 200) {
      const { orderId, orderToken, redirectUrl = null } = JSON.parse(answer.text) as Placed;
      return { orderId, orderToken, redirectUrl, email, ip: call.ip };
    }
    if (answer !== null && answer.status < 500 && answer.status !== 409 && answer.status !== 429) {
      throw new Error(`the checkout was answered ${answer.status}: ${answer.text}`);
    }
    await sleep(AGAIN_AFTER_MS, undefined, { signal: system.over });
  }
}

export interface ShopCall {
  path: string;
  body: Readonly<Record<string, unknown>>;
  ip: string;
  headers: Record<string, string>;
}

export function checkoutCall(market: Market, email: string, number: number): ShopCall {
  return {
    path: "/api/v1/checkouts",
    body: { lines: [{ kind: "course", id: market.course }], email },
    ip: addressOf(market, number),
    headers: { "Idempotency-Key": `buy-${email}` },
  };
}

/** One call, answered or not; its whole text, because answers to one key must be equal byte by byte. */
export async function callShop(system: System, call: ShopCall): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${system.frontUrl}${call.path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-For": call.ip, ...call.headers },
    body: JSON.stringify(call.body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Orders of a new market that are paid at the gateway, of which the shop has not heard. */
export async function paidUnheard(system: System, name: string, count: number) {
  const market = await openMarket(system, name);
  const orders = await placeOrders(system, market, count);
  await loseWebhooks(system);
  await eachOf(orders, 4, (order) => pay(system, order));
  return { market, orders };
}

/** Staff ask for money to go back; under one key it is one refund. */
export function askRefund(number: number, orderId: string, wish: object): ShopCall {
  return {
    path: "/api/trpc/checkout.refunds.request",
    body: { json: { orderId, wish, note: "asked by mail" } },
    ip: `10.254.${Math.floor(number / 250)}.${1 + (number % 250)}`,
    headers: { ...asStaff(number), "Idempotency-Key": `back-${orderId}-${number}` },
  };
}

/** The buyer is back from the gateway's page. */
export function returnToShop(system: System, placed: Placed): Promise<{ status: number; text: string }> {
  return callShop(system, {
    path: "/api/trpc/checkout.confirmReturn",
    body: { json: { orderId: placed.orderId } },
    ip: placed.ip,
    headers: { "X-Order-Token": placed.orderToken },
  });
}

/** Plays the buyer at the gateway's page, who waits for it when it is late. */
export async function pay(system: System, placed: Placed): Promise<void> {
  let page = placed.redirectUrl;
  while (page === null) {
    await sleep(PAGE_AGAIN_AFTER_MS, undefined, { signal: system.over });
    page = await findPage(system, placed).catch(() => null);
  }
  await system.sandbox.control("POST", "pay", { reference: placed.orderId, outcome: "succeeded" });
}

/** Where the buyer's page would send them, asked as it asks. */
async function findPage(system: System, { orderId, orderToken, ip }: Placed): Promise<string | null> {
  const input = encodeURIComponent(JSON.stringify({ json: { orderId } }));
  const answer = await fetch(`${system.frontUrl}/api/trpc/orders.status?input=${input}`, {
    headers: { "X-Forwarded-For": ip, "X-Order-Token": orderToken },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { result } = (await answer.json()) as { result: { data: { json: { redirectUrl: string | null } } } };
  return result.data.json.redirectUrl;
}

/** All of it at once, bounded; in the order of the items. */
export async function eachOf<T, R>(items: readonly T[], atOnce: number, act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}

let markets = 0;
const networks = new Map<string, number>();

/** An address of the buyer's own, so that limits by address never count two of them as one. */
function addressOf({ name }: Market, number: number): string {
  const network = networks.get(name) ?? markets++;
  networks.set(name, network);
  return `10.${network}.${Math.floor(number / 250)}.${1 + (number % 250)}`;
}
