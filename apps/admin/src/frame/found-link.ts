import type { FoundRecord } from "@stoa/api/reporting/search-schemas";
import { formatMoney } from "@stoa/kit";
import { stateOf } from "../parts/states.ts";
import { href } from "../server/query.ts";

/** A record that was found, as the palette shows it; plain data on its way to the browser. */
export interface FoundLink {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly hint: string;
  readonly href: string;
}

/** Where a record that was found is looked at, and how it is told from others of its name. */
export function foundLink(record: FoundRecord): FoundLink {
  const { group, pageOf } = KINDS[record.kind];
  const { kind, id, label, detail, amount, state } = record;
  const parts = [detail, amount && formatMoney(amount, "en-GB"), state && stateOf(state).label];
  return { id: `${kind}-${id}`, group, label, hint: parts.filter(Boolean).join(" · "), href: pageOf(record) };
}

/** Money that no order is known for is at least in the books. */
const moneyOf = ({ id, under }: FoundRecord) => (under ? `/orders/${under}` : href("/ledger/entries", { subject: id }));

const KINDS: Readonly<Record<FoundRecord["kind"], { group: string; pageOf: (record: FoundRecord) => string }>> = {
  order: { group: "Orders", pageOf: ({ id }) => `/orders/${id}` },
  person: { group: "People", pageOf: ({ id }) => `/users/${id}` },
  course: { group: "Courses", pageOf: ({ id }) => `/courses/${id}` },
  coupon: { group: "Coupons", pageOf: ({ label, under }) => href("/coupons", { q: label, kind: under }) },
  grant_application: {
    group: "Applications for a grant",
    pageOf: ({ id, under }) => href("/grants", { state: under === "submitted" ? null : under, id }),
  },
  affiliate: { group: "Affiliates", pageOf: ({ id }) => `/affiliates/${id}` },
  payout: { group: "Payouts", pageOf: ({ id }) => `/payouts/${id}` },
  payment: { group: "Payments", pageOf: moneyOf },
  refund: { group: "Refunds", pageOf: moneyOf },
  dispute: { group: "Disputes", pageOf: ({ id }) => `/disputes/${id}` },
  credit_note: { group: "Credit notes", pageOf: ({ under }) => `/orders/${under}` },
  event: { group: "Events of gateways", pageOf: ({ id, under }) => `/inbox/${under}/${encodeURIComponent(id)}` },
};
