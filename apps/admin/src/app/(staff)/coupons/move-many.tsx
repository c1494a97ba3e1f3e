import type { CouponView } from "@stoa/api/coupons/schemas";
import { BulkForm, type BulkVerb } from "../../../forms/bulk-form.tsx";
import { namesOf } from "../../../forms/names-of.ts";
import { moveMany } from "./actions.ts";

/** The form of what is done with many. */
export const CHOSEN = "chosen-coupons";
const MANY: readonly BulkVerb[] = [
  {
    verb: "pause",
    ask: "Pause…",
    consequence: "Nobody new can use them until they are resumed. Checkouts that hold one keep it.",
    submit: "Pause them",
    look: "secondary",
  },
  {
    verb: "end",
    ask: "End…",
    consequence: "Nobody can use them any more, for good. Checkouts that hold one keep it.",
    submit: "End them",
    look: "danger",
  },
];

/** How a coupon is called among those that can still be moved; null when it is over. */
export function nameToMove({ code, status }: CouponView): string | null {
  return status === "ended" ? null : code;
}

/** Pauses or ends the coupons that are chosen in the list of the page. */
export function MoveMany({ coupons }: { coupons: readonly CouponView[] }) {
  return <BulkForm id={CHOSEN} action={moveMany} names={namesOf(coupons, nameToMove)} verbs={MANY} />;
}
