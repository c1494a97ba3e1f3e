/** Until when, and how far used, buyers may give things back by themselves. */
export interface RefundPolicy {
  /** Days after the payment; 0 when buyers have to ask. */
  withinDays: number;
  /** Less than so much of it done. */
  underPercent: number;
}

export interface ReturnableLine {
  /** What is left of its price, tax included. */
  leftMinor: number;
  handedOver: boolean;
  onItsWay: boolean;
  /** How much of it the buyer has used; null for what buyers never give back by themselves. */
  usedPercent: number | null;
}

export type ReturnRefusal = "gone" | "on_its_way" | "not_returnable" | "too_late" | "too_much_used";

/** Why a line may not be given back by its buyer, or null when it may. Pure. */
export function whyNotReturnable(line: ReturnableLine, policy: RefundPolicy, inTime: boolean): ReturnRefusal | null {
  if (line.onItsWay) return "on_its_way";
  if (!line.handedOver || line.leftMinor === 0) return "gone";
  if (line.usedPercent === null || policy.withinDays === 0) return "not_returnable";
  if (!inTime) return "too_late";
  return line.usedPercent < policy.underPercent ? null : "too_much_used";
}
