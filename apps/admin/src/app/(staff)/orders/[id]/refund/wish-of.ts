import { CURRENCIES, type Currency, minorOf } from "@stoa/kit";

export type Wish =
  | { kind: "full" }
  | { kind: "amount"; amount: { amount: number; currency: Currency } }
  | { kind: "lines"; lineIds: string[] };

/** What the form of a refund asks for, by the link it makes. Null as long as nothing that can be asked for is chosen. */
export function wishOf(search: URLSearchParams, currency: Currency): Wish | null {
  switch (search.get("wish")) {
    case "full":
      return { kind: "full" };
    case "amount": {
      const minor = minorOf(search.get("amount") ?? "", currency);
      return minor ? { kind: "amount", amount: { amount: minor, currency } } : null;
    }
    case "lines": {
      const lineIds = search.getAll("line");
      return lineIds.length > 0 ? { kind: "lines", lineIds } : null;
    }
    default:
      return null;
  }
}

/** A currency that came through a form; euros when somebody bent it, and the verb then refuses. */
export function currencyOf(text: string): Currency {
  return CURRENCIES.find((code) => code === text) ?? "EUR";
}
