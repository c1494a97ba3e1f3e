import { tables } from "@stoa/db";
import { type Currency, decodeCursor, found, money, type Page, toPage } from "@stoa/kit";
import { canAnswerDisputes, disputePage } from "@stoa/payments";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { DisputeNotFound } from "./errors.ts";
import type { DisputeView, ListDisputesInput } from "./schemas.ts";

const { disputes, orders } = tables;

const columns = {
  dispute: disputes,
  email: orders.email,
  titles: sql<
    string[]
  >`array(select l.title from order_lines l where l.order_id = ${disputes.orderId} order by l.position)`,
};

/** A gateway that does not tell a date is answered last. */
const due = sql`coalesce(${disputes.dueBy}, timestamptz '9999-12-31 00:00:00Z')`;

/** Disputes in one state: those that are open by the date to answer, the soonest first; the others the newest first. */
export async function listDisputes(ctx: Context, input: ListDisputesInput): Promise<Page<DisputeView>> {
  const open = input.status === "open";
  const at = open ? due : sql`${disputes.createdAt}`;
  const rows = await ctx.db
    .select({ ...columns, at: sql<string>`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` })
    .from(disputes)
    .leftJoin(orders, eq(orders.id, disputes.orderId))
    .where(and(eq(disputes.status, input.status), after(input.cursor, at, open)))
    .orderBy(open ? asc(at) : desc(at), open ? asc(disputes.id) : desc(disputes.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.at, row.dispute.id]);
  return { items: page.items.map((row) => toView(ctx, row)), nextCursor: page.nextCursor };
}

/** One dispute. Throws `DisputeNotFound`. */
export async function readDispute(ctx: Context, disputeId: string): Promise<DisputeView> {
  const [row] = await ctx.db
    .select(columns)
    .from(disputes)
    .leftJoin(orders, eq(orders.id, disputes.orderId))
    .where(eq(disputes.id, disputeId));
  return toView(
    ctx,
    found(row, () => new DisputeNotFound(disputeId)),
  );
}

function after(cursor: string | undefined, at: SQL, ascending: boolean): SQL | undefined {
  if (!cursor) return undefined;
  const [last, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${at}, ${disputes.id}) ${ascending ? sql`>` : sql`<`} (${last}::timestamptz, ${id})`;
}

function toView(
  ctx: Context,
  { dispute, email, titles }: { dispute: typeof disputes.$inferSelect; email: string | null; titles: string[] },
): DisputeView {
  const { gateways } = ctx.services;
  const { id, gateway, status, orderId, reason, dueBy, evidenceSentAt, createdAt, gatewayDisputeId } = dispute;
  const byApi = gateways.enabled().includes(gateway) && canAnswerDisputes(gateways.get(gateway));
  return {
    ...{ id, gateway, gatewayDisputeId, status, orderId, email, titles, reason, dueBy, evidenceSentAt, createdAt },
    amount: money(dispute.amountMinor, dispute.currency as Currency),
    page: disputePage(gateway, gatewayDisputeId),
    takesEvidence: byApi && status === "open" && evidenceSentAt === null,
  };
}
