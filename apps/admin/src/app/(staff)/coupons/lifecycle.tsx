import type { CouponView } from "@stoa/api/coupons/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { Confirmed } from "../../../forms/confirmed.tsx";
import { endCoupon, pauseCoupon, resumeCoupon } from "./actions.ts";

/** What can become of a coupon from here. */
export function Lifecycle({ coupon: { id, code, status } }: { coupon: CouponView }) {
  if (status === "ended") return null;
  const active = status === "active";
  return (
    <div className="flex flex-wrap items-start gap-x-2">
      <ActForm
        id={`move-${id}`}
        action={active ? pauseCoupon : resumeCoupon}
        hidden={{ id }}
        submit={active ? "Pause" : "Resume"}
        look="quiet"
        size="sm"
      />
      <Confirmed
        id={`end-${id}`}
        ask="End…"
        consequence={`Nobody can use ${code} any more, for good. Checkouts that hold it keep it.`}
        action={endCoupon}
        hidden={{ id }}
        submit="End it"
        busy="Ending…"
        look="danger"
        quiet
      />
    </div>
  );
}
