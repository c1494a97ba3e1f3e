import type { Permission } from "@stoa/api/identity/policy";
import { openTo } from "./sections.ts";

/** Something that staff begin often, and where its form is. */
export interface StaffAction {
  readonly href: string;
  readonly label: string;
  readonly hint: string;
  readonly needs: Permission;
}

const ACTIONS: readonly StaffAction[] = [
  { href: "/courses/new", label: "Write a new course", hint: "Catalogue", needs: "course:write" },
  { href: "/coupons#new", label: "Make a coupon", hint: "Coupons", needs: "coupon:manage" },
  { href: "/coupons/import", label: "Import coupons from a file", hint: "Coupons", needs: "coupon:manage" },
  { href: "/payouts#everybody", label: "Pay everybody out", hint: "Payouts", needs: "payout:approve" },
  { href: "/grants/funds#new", label: "Make a fund", hint: "Grants", needs: "grant:fund" },
  {
    href: "/reconciliation/runs#compare",
    label: "Compare days with a gateway",
    hint: "Reconciliation",
    needs: "reconciliation:resolve",
  },
  { href: "/affiliates/held", label: "Decide held referrals", hint: "Affiliates", needs: "affiliate:manage" },
  { href: "/affiliates/programme", label: "Change the programme’s rules", hint: "Affiliates", needs: "affiliate:read" },
  { href: "/inbox?state=dead", label: "Replay events that were given up", hint: "Inbox", needs: "webhook:replay" },
];

/** The actions that these permissions allow. */
export function actionsFor(permissions: readonly string[]): StaffAction[] {
  return openTo(permissions, ACTIONS);
}
