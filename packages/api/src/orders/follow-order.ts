import { type Currency, found } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { OrderNotFound } from "./errors.ts";
import { mayReadOrder } from "./policy.ts";
import type { OrderProgress } from "./schemas.ts";

type Row = {
  user_id: string | null;
  token_hash: string;
  status: OrderProgress["status"];
  total_minor: string;
  currency: Currency;
  redirect_url: string | null;
  invoice_number: string | null;
  payment_status: "pending" | "succeeded" | "failed" | "cancelled" | null;
  lines: {
    kind: OrderProgress["lines"][number]["kind"];
    id: string;
    slug: string | null;
    title: string;
    fulfilled: boolean;
    lms_status: "pending" | "syncing" | "synced" | "failed" | null;
    lms_course: string | null;
  }[];
};

/**
 * Where a purchase stands, for the page that waits for it: one statement, so that it can be asked every second or two.
 * Throws `OrderNotFound` for everybody who may not read the order.
 */
export async function followOrder(ctx: Context, orderId: string): Promise<OrderProgress> {
  const [first] = await ctx.db.execute<Row>(sql`
    select o.user_id, o.token_hash, o.status, o.total_minor, o.currency, o.redirect_url, o.invoice_number,
      (select p.status from payments p where p.order_id = o.id order by p.updated_at desc limit 1) as payment_status,
      (select coalesce(json_agg(json_build_object('kind', l.kind, 'id', l.subject_id, 'slug', c.slug, 'title', l.title,
          'fulfilled', l.fulfilled_at is not null and l.reversed_at is null,
          'lms_status', s.status, 'lms_course', s.lms_course) order by l.position), '[]')
        from order_lines l
        left join courses c on l.kind = 'course' and c.id = l.subject_id
        left join lms_syncs s on s.order_id = l.order_id and s.course_id = l.subject_id
          and (s.status <> 'synced' or s.lms_enrolment is not null)
        where l.order_id = o.id) as lines
    from orders o where o.id = ${orderId}`);
  const row = found(first, () => new OrderNotFound(orderId));
  const owner = { userId: row.user_id, tokenHash: row.token_hash };
  if (!mayReadOrder(ctx.actor, owner, ctx.request?.orderToken ?? null)) throw new OrderNotFound(orderId);
  const payable = row.status === "pending";
  return {
    orderId,
    status: row.status,
    phase: phaseOf(row),
    total: { amount: Number(row.total_minor), currency: row.currency },
    redirectUrl: payable ? row.redirect_url : null,
    lastPaymentFailed: payable && row.payment_status === "failed",
    invoiceNumber: row.invoice_number,
    lines: row.lines.map(({ lms_status, lms_course, ...line }) => ({
      ...line,
      lms: lms_status === null ? null : { status: lms_status, url: lmsUrl(ctx, lms_status, lms_course) },
    })),
  };
}

function phaseOf(row: Row): OrderProgress["phase"] {
  switch (row.status) {
    case "pending":
      if (Number(row.total_minor) === 0) return "confirm_email";
      if (row.redirect_url === null) return "asking_gateway";
      return row.payment_status === "pending" ? "payment_processing" : "awaiting_payment";
    case "review":
      return "in_review";
    case "partially_refunded":
      return "paid";
    default:
      return row.status;
  }
}

function lmsUrl(ctx: Context, status: string, lmsCourse: string | null): string | null {
  return status === "synced" && lmsCourse !== null ? (ctx.services.lms?.courseUrl(lmsCourse) ?? null) : null;
}
