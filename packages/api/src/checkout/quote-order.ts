import { allocate, type Currency, share, taxWithin } from "@stoa/kit";
import { findUsableCoupon, type UsableCoupon } from "../coupons/index.ts";
import { callerNetwork, takeLimitFor } from "../middleware/rate-limits.ts";
import type { PricedLine, PricedOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";
import { type TaxRate, taxFor } from "../settings/index.ts";
import type { Buyer } from "./buyer.ts";
import { MixedCurrencies, SameItemTwice } from "./errors.ts";
import { type Offer, productKind, type Wish } from "./product-kind.ts";

export interface QuoteAsk {
  wishes: readonly Wish[];
  buyer: Buyer;
  country: string | null;
  couponCode?: string | undefined;
}

/**
 * What a cart costs this buyer at this moment, by the server's own prices and the tax of their country (M3). Of a price
 * only a gift's comes from the caller. Throws `SameItemTwice`, `MixedCurrencies`, `CouponNotValid`, `TooManyRequests` and
 * what the kinds refuse.
 */
export async function quoteOrder(ctx: Context, ask: QuoteAsk): Promise<PricedOrder> {
  const offers = await offersOf(ctx, ask.wishes, ask.buyer);
  const coupon = ask.couponCode ? await couponFor(ctx, ask.couponCode, ask.buyer, offers) : null;
  return priceOrder(offers, await taxFor(ctx, ask.country), coupon);
}

/** Trying codes is bounded by person or network, whatever the answer, so that nobody finds one by trying (T46). */
export async function takeCodeCheck(ctx: Context): Promise<void> {
  await takeLimitFor(ctx, "code_check", `coupon:${ctx.actor.id ?? callerNetwork(ctx)}`);
}

async function couponFor(ctx: Context, code: string, buyer: Buyer, offers: readonly Offer[]): Promise<UsableCoupon> {
  await takeCodeCheck(ctx);
  return findUsableCoupon(ctx, {
    code,
    person: buyer,
    currency: onlyCurrency(offers),
    items: offers.map((offer) => ({ ...offer, amountMinor: offer.unit.amount * offer.quantity })),
  });
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
 * Adds up offers, discounts and tax. The tax is computed once on the sum of what is left of the taxed lines, as the law of
 * most countries has it, and then split over them by largest remainder; so lines, tax and total always agree to the last
 * unit. Pure.
 */
export function priceOrder(offers: readonly Offer[], tax: TaxRate, coupon: UsableCoupon | null = null): PricedOrder {
  const currency = onlyCurrency(offers);
  const priced = offers.map((offer, index) => {
    const amountMinor = offer.unit.amount * offer.quantity;
    const discountMinor = coupon?.discounts[index] ?? 0;
    return { offer, amountMinor, discountMinor, leftMinor: amountMinor - discountMinor };
  });
  const inclusive = tax.mode === "inclusive";
  const taxed = priced.map(({ offer, leftMinor }) => (offer.taxed ? leftMinor : 0));
  const taxedMinor = sumOf(taxed);
  const taxMinor = inclusive ? taxWithin(taxedMinor, tax.rateBps) : share(taxedMinor, tax.rateBps);
  const taxes = taxMinor === 0 ? [] : allocate(taxMinor, taxed);
  const lines = priced.map(({ offer, discountMinor, leftMinor }, index): PricedLine => {
    const lineTax = taxes[index] ?? 0;
    return {
      kind: offer.kind,
      subjectId: offer.subjectId,
      title: offer.title,
      quantity: offer.quantity,
      unitMinor: offer.unit.amount,
      discountMinor,
      taxMinor: lineTax,
      totalMinor: inclusive ? leftMinor : leftMinor + lineTax,
    };
  });
  return {
    currency,
    lines,
    subtotalMinor: sumOf(priced.map((line) => line.amountMinor)),
    discountMinor: sumOf(priced.map((line) => line.discountMinor)),
    taxMinor,
    totalMinor: sumOf(lines.map((line) => line.totalMinor)),
    coupon: coupon && { id: coupon.id, code: coupon.code },
    tax,
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function onlyCurrency(offers: readonly Offer[]): Currency {
  const currencies = [...new Set(offers.map((offer) => offer.unit.currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1) throw new MixedCurrencies(currencies);
  return currency;
}
