import type { CartView } from "@stoa/api/checkout/cart/schemas";
import { currency, type Money, money } from "@stoa/kit";

/** The lines of a cart that can be bought together: those for sale in one currency. */
export function basketOf(cart: CartView, code: string): CartView["lines"] {
  return cart.lines.filter(
    ({ state, unit }) => (state === "as_seen" || state === "repriced") && unit.currency === code,
  );
}

/** What they cost before discount and tax, and how many they are. */
export function subtotalOf(cart: CartView, code: string): { count: number; total: Money } {
  const basket = basketOf(cart, code);
  const total = basket.reduce((sum, line) => sum + line.unit.amount * line.quantity, 0);
  return { count: basket.length, total: money(total, currency(code)) };
}
