import type { CartView } from "@stoa/api/checkout/cart/schemas";
import { currency, type Money, money } from "@stoa/kit";

/** The lines of a cart that can be bought together: those for sale in one currency. */
export function basketOf(cart: CartView, code: string): CartView["lines"] {
  return cart.lines.filter(
    ({ state, unit }) => (state === "as_seen" || state === "repriced") && unit.currency === code,
  );
}

/** What they cost before tax, what the cart's code takes off of it, and how many they are. */
export function subtotalOf(cart: CartView, code: string): { count: number; total: Money; discount: Money | null } {
  const basket = basketOf(cart, code);
  const whole = basket.reduce((sum, line) => sum + line.unit.amount * line.quantity, 0);
  const discount = cart.coupon?.discounts.find((off) => off.currency === code) ?? null;
  return { count: basket.length, total: money(whole - (discount?.amount ?? 0), currency(code)), discount };
}
