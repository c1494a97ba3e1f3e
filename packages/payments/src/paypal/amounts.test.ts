import { CURRENCIES, money, UnknownCurrency } from "@stoa/kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GatewayRefused, MalformedPayload } from "../errors.ts";
import { fromPayPalMoney, paypalTakes, toPayPalMoney } from "./amounts.ts";

const TAKEN = CURRENCIES.filter(paypalTakes);

describe("PayPal's decimal strings", () => {
  it.each([
    [4_900, "EUR", "49.00"],
    [5, "USD", "0.05"],
    [4_900, "JPY", "4900"],
    [500_000, "HUF", "5000"],
    [12_300, "TWD", "123"],
  ] as const)("write %i minor units of %s as %s, and read it back", (minor, code, text) => {
    expect(toPayPalMoney(money(minor, code))).toEqual({ currency_code: code, value: text });
    expect(fromPayPalMoney({ currency_code: code, value: text })).toEqual(money(minor, code));
  });

  it("lose nothing of any amount", () => {
    const step = (code: string) => (code === "HUF" || code === "TWD" ? 100 : 1);
    const amounts = fc.tuple(fc.constantFrom(...TAKEN), fc.integer({ min: 1, max: 9_000_000_000 }));
    fc.assert(
      fc.property(amounts, ([code, count]) => {
        const amount = money(count * step(code), code);
        expect(fromPayPalMoney(toPayPalMoney(amount))).toEqual(amount);
      }),
    );
  });

  it("have no decimals in forint and new Taiwan dollars", () => {
    expect(() => toPayPalMoney(money(500_050, "HUF"))).toThrow(GatewayRefused);
  });

  it("are read however many zeros they end in, and refused when they are no amount", () => {
    expect(fromPayPalMoney({ currency_code: "EUR", value: "49" })).toEqual(money(4_900, "EUR"));
    expect(fromPayPalMoney({ currency_code: "EUR", value: "-49.5000" })).toEqual(money(-4_950, "EUR"));
    for (const value of ["", "49.005", "1e3", "0x10", "4 900", "49,00", "NaN"]) {
      expect(() => fromPayPalMoney({ currency_code: "EUR", value })).toThrow(MalformedPayload);
    }
    expect(() => fromPayPalMoney({ currency_code: "RUB", value: "1.00" })).toThrow(UnknownCurrency);
  });
});
