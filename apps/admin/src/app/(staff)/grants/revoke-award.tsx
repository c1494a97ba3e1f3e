import type { ApplicationView } from "@stoa/api/grants/schemas";
import { Confirmed } from "../../../forms/confirmed.tsx";
import { revoke } from "./actions.ts";

/** Takes a grant back while nobody has redeemed it; nothing where there is none, or it is one's own. */
export function RevokeAward({ application: { award, own } }: { application: ApplicationView }) {
  if (award === null || own) return null;
  if (award.status === "used") {
    return <p className="text-ink-soft text-sm">Redeemed. To take it back, refund its order.</p>;
  }
  if (award.status !== "open") return null;
  return (
    <Confirmed
      id={`revoke-${award.id}`}
      ask="Take the grant back…"
      consequence="Its code stops working, what was kept aside is free in the fund again, and the person is told why by mail, in your words. This cannot be undone."
      action={revoke}
      hidden={{ id: award.id }}
      fields={[{ name: "reason", label: "Why", type: "textarea", rows: 3 }]}
      submit="Take it back and tell them"
      busy="Taking back…"
      look="danger"
    />
  );
}
