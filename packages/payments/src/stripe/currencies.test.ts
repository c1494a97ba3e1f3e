import { CURRENCIES, exponentOf, money } from "@stoa/kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GatewayRefused } from "../errors.ts";
import { fromStripeAmount, toStripeAmount } from "./currencies.ts";

describe("amounts in Stripe's count", () => {
  it.each([
    [money(4_900, "EUR"), 4_900],
    [money(4_900, "JPY"), 4_900],
    [money(4_900, "CLP"), 4_900],
    [money(5_000, "UGX"), 500_000],
    [money(4_990, "KWD"), 4_990],
    [money(4_900, "TWD"), 4_900],
  ])("%o is sent as %i", (value, sent) => {
    expect(toStripeAmount(value)).toBe(sent);
  });

  it("a third decimal that Stripe cannot charge is refused before anything is sent", () => {
    expect(() => toStripeAmount(money(4_995, "KWD"))).toThrow(GatewayRefused);
  });

  it("every amount that can be sent comes back unchanged", () => {
    const amounts = fc.record({ currency: fc.constantFrom(...CURRENCIES), amount: fc.nat(10_000_000_000) });
    fc.assert(
      fc.property(amounts, ({ currency, amount }) => {
        const value = money(exponentOf(currency) === 3 ? amount * 10 : amount, currency);
        expect(fromStripeAmount(toStripeAmount(value), currency.toLowerCase())).toEqual(value);
      }),
    );
  });

  it("an amount too large to count exactly is refused", () => {
    expect(() => toStripeAmount(money(Number.MAX_SAFE_INTEGER, "UGX"))).toThrow(GatewayRefused);
  });
});
