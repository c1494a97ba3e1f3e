import type { Market } from "./buyers.ts";
import type { System } from "./system.ts";

/** What became of orders whose whole money has gone back. */
export interface Reversals {
  orders: number;
  /** Of which less has gone back, or something was left with the buyer. */
  unfinished: number;
  /** Of which more went back than came, or something was taken back twice. */
  overdone: number;
}

/** Of a paid order whose money went back: all of it, by entries of its refunds' own; one line, one right, taken back once. */
const REVERSED = { backMinor: 0, entries: 0, rightsGiven: 1, rightsHeld: 0, linesReversed: 1, enrolled: 0, places: 0 };
type Counted = typeof REVERSED & { email: string };

/** Holds every order of the market against that; amounts and entries as the difference from what the gateway gave back. */
export async function countReversals(system: System, { name }: Market): Promise<Reversals> {
  const like = `${name}-%`;
  const own = await system.sql<Omit<Counted, "places">[]>`
    select o.email_normalised as email,
      (o.refunded_minor - o.total_minor)::int as "backMinor",
      (select count(*)::int from refunds r where r.order_id = o.id and r.status = 'succeeded')
        - (select count(*)::int from ledger_entries e join refunds r on r.id = e.subject
          where r.order_id = o.id and e.kind = 'payment_refunded') as entries,
      (select count(*)::int from entitlements e join order_lines l on l.id = e.source_id where l.order_id = o.id) as "rightsGiven",
      (select count(*)::int from entitlements e join order_lines l on l.id = e.source_id
        where l.order_id = o.id and e.ended_at is null) as "rightsHeld",
      (select count(*)::int from order_lines l where l.order_id = o.id and l.reversed_at is not null) as "linesReversed",
      (select count(*)::int from enrolments n join order_lines l on l.subject_id = n.course_id
        where l.order_id = o.id and n.email_normalised = o.email_normalised and n.status = 'active') as enrolled
    from orders o where o.email_normalised like ${like}`;
  const places = new Set(
    (
      await system.world<{ email: string }[]>`select member as email from frappe.enrollment where member like ${like}`
    ).map(({ email }) => email),
  );
  const counted = own.map((row): Counted => ({ ...row, places: places.has(row.email) ? 1 : 0 }));
  const differing = (keys: readonly (keyof typeof REVERSED)[], differs: (is: number, shouldBe: number) => boolean) =>
    counted.filter((row) => keys.some((key) => differs(row[key], REVERSED[key]))).length;
  return {
    orders: own.length,
    unfinished:
      differing(["backMinor", "linesReversed"], (is, shouldBe) => is < shouldBe) +
      differing(["rightsHeld", "enrolled", "places"], (is, shouldBe) => is > shouldBe),
    overdone:
      differing(["backMinor", "rightsGiven", "linesReversed"], (is, shouldBe) => is > shouldBe) +
      differing(["entries"], (is, shouldBe) => is !== shouldBe),
  };
}
