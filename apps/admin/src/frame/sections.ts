import type { Permission } from "@stoa/api/identity/policy";

/** The staff's rooms, in the order of the day's work. The palette and the navigation read this one list. */
export interface Room {
  readonly href: string;
  readonly label: string;
  /** What one does there, for the palette. */
  readonly hint: string;
  readonly needs: Permission;
}

export interface SectionOfRooms {
  readonly title: string;
  readonly rooms: readonly Room[];
}

export const SECTIONS: readonly SectionOfRooms[] = [
  {
    title: "Today",
    rooms: [
      { href: "/", label: "Overview", hint: "Sales, webhooks, LMS, alerts", needs: "report:read" },
      { href: "/reviews", label: "Reviews", hint: "Payments that do not match their order", needs: "payment:review" },
    ],
  },
  {
    title: "Sales",
    rooms: [
      {
        href: "/orders",
        label: "Orders",
        hint: "Find an order and everything that happened to it",
        needs: "order:read",
      },
      {
        href: "/disputes",
        label: "Disputes",
        hint: "Payments that a bank has taken back, by the date to answer",
        needs: "payment:read",
      },
      {
        href: "/affiliates",
        label: "Affiliates",
        hint: "Who sends buyers, what they earn, held referrals",
        needs: "affiliate:read",
      },
      {
        href: "/payouts",
        label: "Payouts",
        hint: "Money that leaves to those who are owed it: approve, follow, batches",
        needs: "payout:read",
      },
      {
        href: "/grants",
        label: "Grants",
        hint: "Applications that wait, awards, and the funds that pay them",
        needs: "grant:review",
      },
      { href: "/coupons", label: "Coupons", hint: "Codes that lower a price", needs: "coupon:manage" },
      { href: "/inbox", label: "Inbox", hint: "Events of the gateways, payload and replay", needs: "webhook:read" },
      {
        href: "/reconciliation",
        label: "Reconciliation",
        hint: "Where the gateways’ statements and the books differ",
        needs: "reconciliation:read",
      },
      { href: "/ledger", label: "Ledger", hint: "Accounts, entries, statements", needs: "ledger:read" },
    ],
  },
  {
    title: "Teaching",
    rooms: [
      { href: "/courses", label: "Catalogue", hint: "Courses, modules and lessons", needs: "course:read_draft" },
      { href: "/lms", label: "LMS", hint: "Enrolments in the external LMS, with retry", needs: "lms:read" },
    ],
  },
  {
    title: "House",
    rooms: [
      { href: "/users", label: "People", hint: "Accounts, roles, blocking", needs: "user:read" },
      {
        href: "/webhooks",
        label: "Webhooks",
        hint: "Other systems that are told of events: endpoints, what was sent, replay",
        needs: "webhook:read",
      },
      { href: "/mails", label: "Mail", hint: "Every mail and what became of it", needs: "mail:read" },
      { href: "/queues", label: "Queues", hint: "Jobs that wait and jobs that were given up", needs: "queue:read" },
      { href: "/audit", label: "Audit", hint: "Who changed what", needs: "audit:read" },
      {
        href: "/access",
        label: "Access",
        hint: "From which networks and countries people come in",
        needs: "settings:read",
      },
      {
        href: "/flags",
        label: "Roll-outs",
        hint: "Features that come to people by steps",
        needs: "settings:read",
      },
      {
        href: "/settings",
        label: "Settings",
        hint: "The seller, refunds by policy, payouts, maintenance, tax rates",
        needs: "settings:read",
      },
    ],
  },
];

/** The rooms that these permissions open. */
export function roomsFor(permissions: readonly string[]): SectionOfRooms[] {
  return SECTIONS.map((section) => ({ ...section, rooms: openTo(permissions, section.rooms) })).filter(
    ({ rooms }) => rooms.length > 0,
  );
}

/** Of several things, those whose permission is among these. */
export function openTo<T extends { readonly needs: Permission }>(
  permissions: readonly string[],
  things: readonly T[],
): T[] {
  return things.filter(({ needs }) => permissions.includes(needs));
}

/** The room that a path lies in. */
export function roomOf(path: string): string {
  const rooms = SECTIONS.flatMap((section) => section.rooms.map((room) => room.href));
  return rooms.find((room) => room !== "/" && (path === room || path.startsWith(`${room}/`))) ?? "/";
}

/** Where an id leads, so that pasting one into the palette opens its page. */
export function pageOfId(text: string): string | null {
  const id = text.trim();
  if (/^ord_[0-9a-z]{26}$/.test(id)) return `/orders/${id}`;
  if (/^usr_[0-9a-z]{26}$/.test(id)) return `/users/${id}`;
  if (/^crs_[0-9a-z]{26}$/.test(id)) return `/courses/${id}`;
  if (/^whe_[0-9a-z]{26}$/.test(id)) return `/webhooks/${id}`;
  if (/^whd_[0-9a-z]{26}$/.test(id)) return `/webhooks/deliveries/${id}`;
  if (/^jnl_[0-9a-z]{26}$/.test(id)) return `/ledger/entries/${id}`;
  if (/^(pay|rfd|dsp)_[0-9a-z]{26}$/.test(id)) return `/ledger/entries?subject=${id}`;
  if (/^cor_[0-9a-z]{26}$/.test(id)) return `/audit?correlationId=${id}`;
  return null;
}
