import { z } from "zod";
import type { OrderLine } from "./order.ts";

/** How much of an order is a donation, which buys nothing: its papers say so. */
export const giftShare = z.enum(["none", "part", "all"]);

export function giftShareOf(lines: readonly Pick<OrderLine, "kind">[]): z.infer<typeof giftShare> {
  const gifts = lines.filter((line) => line.kind === "donation").length;
  if (gifts === 0) return "none";
  return gifts === lines.length ? "all" : "part";
}
