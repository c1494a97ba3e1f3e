import type { CartView } from "@stoa/api/checkout/cart/schemas";
import { type CartHolder, cartOf, discountsOn, offerOf } from "../model/carts.ts";
import type { Shop } from "../model/shop.ts";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done } from "../step.ts";
import { shopper } from "./shopper.ts";

/** Told of each course: as it was, at another price, not for sale any more, or theirs already. */
export async function look(simulation: Simulation): Promise<Done> {
  const { visitor, holder, caller } = await shopper(simulation);
  simulation.shop.now = simulation.now;
  const expected = viewOf(simulation.shop, holder);
  const view = await caller.cart.get().catch((error: unknown) => codeOf(error));
  const told = `${visitor.name} looks into the cart`;
  if (simulation.gate.dead) return { told: `${told} and the process dies`, effects: [], partial: true };
  const found = typeof view === "string" ? view : linesOfView(view);
  return { told, effects: [], ...(found === expected ? {} : { wrong: `shown ${found}, expected ${expected}` }) };
}

function viewOf(shop: Shop, holder: CartHolder): string {
  const [, cart] = cartOf(shop, holder) ?? [];
  const lines = [...(cart?.lines ?? [])].map(([course, { seen, currency }]) => {
    const offer = offerOf(shop, holder, course);
    if (typeof offer === "string") return `${course} ${offer === "already_owned" ? "owned" : "withdrawn"} ${seen}`;
    const same = offer.price === seen && offer.currency === currency;
    return `${course} ${same ? "as_seen" : "repriced"} ${offer.price}`;
  });
  const { coupon = null } = cart ?? {};
  return asText(lines, coupon, coupon === null ? [] : discountsOn(shop, holder, coupon));
}

function linesOfView({ lines, coupon }: CartView): string {
  const discounts = coupon?.discounts.map(({ amount, currency }) => `${amount} ${currency}`) ?? [];
  const shown = lines.map(({ id, state, unit }) => `${id} ${state} ${unit.amount}`);
  return asText(shown, coupon?.code ?? null, discounts);
}

function asText(lines: string[], code: string | null, discounts: string[]): string {
  return [...lines.sort(), code ?? "no code", ...discounts.sort()].join(", ");
}
