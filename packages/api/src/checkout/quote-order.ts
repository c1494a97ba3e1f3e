import { allocate, type Currency, share, taxWithin } from "@stoa/kit";
import type { PricedLine, PricedOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";
import { type TaxRate, taxFor } from "../settings/index.ts";
import type { Buyer } from "./buyer.ts";
import { MixedCurrencies, SameItemTwice } from "./errors.ts";
import { type Offer, productKind, type Wish } from "./product-kind.ts";

/**
 * What a cart costs this buyer at this moment, by the server's own prices and the tax of their country (M3). Nothing of
 * a price comes from the caller. Throws `SameItemTwice`, `MixedCurrencies` and what the kinds refuse.
 */
export async function quoteOrder(
  ctx: Context,
  ask: { wishes: readonly Wish[]; buyer: Buyer; country: string | null },
): Promise<PricedOrder> {
  const offers = await offersOf(ctx, ask.wishes, ask.buyer);
  return priceOrder(offers, await taxFor(ctx, ask.country));
}

/** The offers in the order of the wishes; one question a kind, however many lines it has. */
async function offersOf(ctx: Context, wishes: readonly Wish[], buyer: Buyer): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const [kind, ofKind] of Map.groupBy(wishes, (wish) => wish.kind)) {
    offers.push(...(await productKind(kind).quote(ctx, ofKind, buyer)));
  }
  const seen = new Set<string>();
  for (const { kind, subjectId } of offers) {
    const key = `${kind}:${subjectId}`;
    if (seen.has(key)) throw new SameItemTwice(subjectId);
    seen.add(key);
  }
  return offers;
}

/**
 * Adds up offers and tax. The tax is computed once on the sum, as the law of most countries has it, and then split over
 * the lines by largest remainder; so lines, tax and total always agree to the last unit. Pure.
 */
export function priceOrder(offers: readonly Offer[], tax: TaxRate): PricedOrder {
  const currency = onlyCurrency(offers);
  const amounts = offers.map((offer) => offer.unit.amount * offer.quantity);
  const subtotalMinor = amounts.reduce((sum, amount) => sum + amount, 0);
  const inclusive = tax.mode === "inclusive";
  const taxMinor = inclusive ? taxWithin(subtotalMinor, tax.rateBps) : share(subtotalMinor, tax.rateBps);
  const taxes = taxMinor === 0 ? [] : allocate(taxMinor, amounts);
  const lines = offers.map((offer, index): PricedLine => {
    const [amount = 0, lineTax = 0] = [amounts[index], taxes[index]];
    return {
      kind: offer.kind,
      subjectId: offer.subjectId,
      title: offer.title,
      quantity: offer.quantity,
      unitMinor: offer.unit.amount,
      discountMinor: 0,
      taxMinor: lineTax,
      totalMinor: inclusive ? amount : amount + lineTax,
    };
  });
  const totalMinor = inclusive ? subtotalMinor : subtotalMinor + taxMinor;
  return { currency, lines, subtotalMinor, discountMinor: 0, taxMinor, totalMinor, tax };
}

function onlyCurrency(offers: readonly Offer[]): Currency {
  const currencies = [...new Set(offers.map((offer) => offer.unit.currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1) throw new MixedCurrencies(currencies);
  return currency;
}
