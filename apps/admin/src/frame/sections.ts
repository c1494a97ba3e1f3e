/** The staff's rooms, in the order of the day's work. The palette and the navigation read this one list. */
export interface Room {
  readonly href: string;
  readonly label: string;
  /** What one does there, for the palette. */
  readonly hint: string;
}

export const SECTIONS: readonly { title: string; rooms: readonly Room[] }[] = [
  {
    title: "Today",
    rooms: [
      { href: "/", label: "Overview", hint: "Sales, webhooks, LMS, alerts" },
      { href: "/reviews", label: "Reviews", hint: "Payments that do not match their order" },
    ],
  },
  {
    title: "Sales",
    rooms: [
      { href: "/orders", label: "Orders", hint: "Find an order and everything that happened to it" },
      { href: "/inbox", label: "Inbox", hint: "Events of the gateways, payload and replay" },
      { href: "/ledger", label: "Ledger", hint: "Accounts, entries, statements" },
    ],
  },
  {
    title: "Teaching",
    rooms: [
      { href: "/courses", label: "Catalogue", hint: "Courses, modules and lessons" },
      { href: "/lms", label: "LMS", hint: "Enrolments in the external LMS, with retry" },
    ],
  },
  {
    title: "House",
    rooms: [
      { href: "/users", label: "People", hint: "Accounts, roles, blocking" },
      { href: "/mails", label: "Mail", hint: "Every mail and what became of it" },
      { href: "/queues", label: "Queues", hint: "Jobs that wait and jobs that were given up" },
      { href: "/audit", label: "Audit", hint: "Who changed what" },
      { href: "/settings", label: "Settings", hint: "Tax rates" },
    ],
  },
];

/** Where an id leads, so that pasting one into the palette opens its page. */
export function pageOfId(text: string): string | null {
  const id = text.trim();
  if (/^ord_[0-9a-z]{26}$/.test(id)) return `/orders/${id}`;
  if (/^usr_[0-9a-z]{26}$/.test(id)) return `/users/${id}`;
  if (/^crs_[0-9a-z]{26}$/.test(id)) return `/courses/${id}`;
  if (/^cor_[0-9a-z]{26}$/.test(id)) return `/audit?correlationId=${id}`;
  return null;
}
