import { allocate, type Currency, equals, type Money, money, mulDiv } from "@stoa/kit";
import { type Order, totalOf } from "./order.ts";

/** The parts of an order that say what its money is made of. */
export interface Sold {
  taxMinor: number;
  taxCountry: string;
  lines: readonly Pick<Order["lines"][number], "kind" | "subjectId" | "totalMinor" | "taxMinor">[];
}

/** What was taken for a paid order; of one that is not paid, what is asked. */
export function takenFor(order: Order): Money {
  if (order.settledMinor === null) return totalOf(order);
  return money(order.settledMinor, (order.settledCurrency ?? order.currency) as Currency);
}

/**
 * Splits an amount into an order's tax and its lines without tax, in the proportions of the order, and loses no unit.
 * For the order's own total the split is the order itself.
 */
export function splitAsSold(
  order: Pick<Sold, "taxMinor" | "lines">,
  amountMinor: number,
): { taxMinor: number; netMinor: number[] } {
  const nets = order.lines.map((line) => line.totalMinor - line.taxMinor);
  const [taxMinor = 0, ...netMinor] = allocate(amountMinor, [order.taxMinor, ...nets]);
  return { taxMinor, netMinor };
}

/**
 * The order as it reads when this is what was taken for it. A person may have accepted another amount or currency than
 * was asked: invoice and receipt then show that, in the order's proportions, with any discount already in the prices.
 */
export function asTaken(order: Order, taken: Money): Order {
  if (equals(totalOf(order), taken)) return order;
  const { taxMinor, netMinor } = splitAsSold(order, taken.amount);
  const taxes =
    taxMinor === 0
      ? []
      : allocate(
          taxMinor,
          order.lines.map((line) => line.taxMinor),
        );
  const lines = order.lines.map((line, index) => {
    const tax = taxes[index] ?? 0;
    const net = netMinor[index] ?? 0;
    const shown = order.taxMode === "inclusive" ? net + tax : net;
    return {
      ...line,
      currency: taken.currency,
      unitMinor: mulDiv(shown, 1, line.quantity),
      discountMinor: 0,
      taxMinor: tax,
      totalMinor: net + tax,
    };
  });
  return {
    ...order,
    currency: taken.currency,
    subtotalMinor: order.taxMode === "inclusive" ? taken.amount : taken.amount - taxMinor,
    discountMinor: 0,
    taxMinor,
    totalMinor: taken.amount,
    lines,
  };
}
