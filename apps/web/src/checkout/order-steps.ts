import type { OrderProgress } from "@stoa/api/orders/schemas";

export type StepName = "paid" | "open" | "enrolled";
export interface Step {
  readonly name: StepName;
  readonly state: "done" | "under_way" | "ahead";
}

const PAID: readonly OrderProgress["phase"][] = ["paid", "refunded", "disputed"];

/** Paid, open, and (where a course is also taught in an external LMS) enrolled there. */
export function stepsOf(order: Pick<OrderProgress, "phase" | "lines">): Step[] {
  const paid = PAID.includes(order.phase);
  const open = paid && order.lines.every((line) => line.fulfilled);
  const taughtElsewhere = order.lines.flatMap((line) => (line.lms ? [line.lms.status] : []));
  const done: Readonly<Record<StepName, boolean>> = {
    paid,
    open,
    enrolled: open && taughtElsewhere.every((status) => status === "synced"),
  };
  const names: StepName[] = taughtElsewhere.length > 0 ? ["paid", "open", "enrolled"] : ["paid", "open"];
  const next = names.find((name) => !done[name]);
  return names.map((name) => ({ name, state: done[name] ? "done" : name === next ? "under_way" : "ahead" }));
}

/** Whether a phase still moves, is a good end, or an end without a sale. */
export function phaseTone(phase: OrderProgress["phase"]): "moving" | "good" | "ended" {
  switch (phase) {
    case "asking_gateway":
    case "confirm_email":
    case "awaiting_payment":
    case "payment_processing":
    case "in_review":
      return "moving";
    case "paid":
      return "good";
    case "refunded":
    case "disputed":
    case "expired":
    case "cancelled":
      return "ended";
  }
}

/** Nothing more will change on the page by itself. */
export function isSettled(order: Pick<OrderProgress, "phase" | "lines">): boolean {
  const tone = phaseTone(order.phase);
  return tone === "ended" || (tone === "good" && stepsOf(order).every((step) => step.state === "done"));
}
