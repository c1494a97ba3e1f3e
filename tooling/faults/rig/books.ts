import { brokenInvariants } from "@stoa/api/reporting/run-invariants";
import { connect } from "@stoa/db";
import type { Market } from "./buyers.ts";
import type { System } from "./system.ts";

/** What came of the orders of a market, counted in the product's books and in the world's. */
export interface Outcome {
  /** Those that are not waiting for their money. */
  orders: number;
  /** A second order that a buyer never saw and nobody pays; it lapses. */
  leftBehind: number;
  /** Without the one of something that every paid order has. */
  lost: number;
  /** With a second of something. */
  doubled: number;
  /** Mails that were handed over again under the same Message-ID, which a mail client shows once. */
  mailsAgain: number;
}

/** A paid order: one payment, invoice, right, enrolment, sync; at the world one place, and two mails: receipt and place. */
const WHOLE = { payments: 1, invoices: 1, rights: 1, enrolments: 1, synced: 1, receipts: 1, places: 1, mails: 2 };
type Counted = Record<keyof typeof WHOLE, number>;

/** Holds every order of the market, which every buyer has paid, against what it should have led to, no more and no less. */
export async function countOutcome(system: System, { name }: Market): Promise<Outcome> {
  const like = `${name}-%`;
  const own = await system.sql<({ email: string } & Omit<Counted, "places" | "mails">)[]>`
    select o.email_normalised as email,
      (select count(*)::int from payments p where p.order_id = o.id and p.status = 'succeeded') as payments,
      (select count(*)::int from invoices i where i.order_id = o.id) as invoices,
      (select count(*)::int from order_lines l join entitlements e on e.source_id = l.id
        where l.order_id = o.id and e.ended_at is null) as rights,
      (select count(*)::int from order_lines l join enrolments n on n.course_id = l.subject_id
        where l.order_id = o.id and n.email_normalised = o.email_normalised and n.status = 'active') as enrolments,
      (select count(*)::int from lms_syncs s where s.order_id = o.id and s.status = 'synced') as synced,
      (select count(*)::int from mails m where m.dedupe_key = 'order-receipt:' || o.id and m.status = 'sent') as receipts
    from orders o where o.email_normalised like ${like} and o.status <> 'pending'`;
  const [pending] = await system.sql<{ count: number }[]>`
    select count(*)::int as count from orders where email_normalised like ${like} and status = 'pending'`;
  const places = await countsBy(system.world<Count[]>`
    select member as email, count(*)::int from frappe.enrollment where member like ${like} group by member`);
  const mails = await countsBy(system.world<Count[]>`
    select recipient as email, count(distinct message_id)::int as count from mail.mail where recipient like ${like} group by recipient`);
  const [again] = await system.world<{ count: number }[]>`
    select (count(*) - count(distinct (recipient, message_id)))::int as count from mail.mail where recipient like ${like}`;
  const counted = own.map(
    (row): Counted => ({ ...row, places: places.get(row.email) ?? 0, mails: mails.get(row.email) ?? 0 }),
  );
  const of = (differs: (is: number, shouldBe: number) => boolean) =>
    counted.filter((row) => entries(row).some(([is, shouldBe]) => differs(is, shouldBe))).length;
  return {
    orders: own.length,
    leftBehind: pending?.count ?? 0,
    lost: of((is, shouldBe) => is < shouldBe),
    doubled: of((is, shouldBe) => is > shouldBe),
    mailsAgain: again?.count ?? 0,
  };
}

function entries(row: Counted): [number, number][] {
  return Object.entries(WHOLE).map(([name, shouldBe]) => [row[name as keyof Counted], shouldBe]);
}

interface Count {
  email: string;
  count: number;
}

async function countsBy(rows: PromiseLike<readonly Count[]>): Promise<Map<string, number>> {
  return new Map((await rows).map(({ email, count }) => [email, count]));
}

/** The invariants that do not hold, with what contradicts them. */
export async function breachesOf(url: string): Promise<string[]> {
  const { db, close } = connect({ url, applicationName: "faults", max: 2 });
  try {
    return (await brokenInvariants({ db })).map((breach) => JSON.stringify(breach));
  } finally {
    await close();
  }
}
