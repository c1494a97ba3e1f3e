import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { normaliseCode } from "./coupon-code.ts";
import type { CouponView, ListCouponsInput } from "./schemas.ts";

const { coupons } = tables;

/** Coupons as staff see them, the newest first: one statement, however many there are. */
export async function listCoupons(
  ctx: Context,
  { cursor, limit, ...filters }: ListCouponsInput,
): Promise<Page<CouponView>> {
  const redeemed = (status: "reserved" | "consumed") => sql<number>`(
    select count(*)::int from coupon_redemptions r where r.coupon_id = "coupons"."id" and r.status = ${status})`;
  const rows = await ctx.db
    .select({
      coupon: coupons,
      reserved: redeemed("reserved"),
      consumed: redeemed("consumed"),
      courseTitles: sql<string[]>`array(select c.title from coupon_courses s join courses c on c.id = s.course_id
        where s.coupon_id = "coupons"."id" order by c.title)`,
      instructorName: sql<string | null>`(select u.name from users u where u.id = "coupons"."instructor_id")`,
    })
    .from(coupons)
    .where(and(matching(filters), after(cursor)))
    .orderBy(desc(coupons.createdAt), desc(coupons.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => [row.coupon.createdAt.toISOString(), row.coupon.id]);
  const items = page.items.map(({ coupon, ...counted }) => ({
    ...coupon,
    ...counted,
    amount:
      coupon.amountMinor === null || coupon.currency === null
        ? null
        : money(coupon.amountMinor, coupon.currency as Currency),
    personal: coupon.holderEmail !== null,
  }));
  return { items, nextCursor: page.nextCursor };
}

function matching({ status, q, personal }: Omit<ListCouponsInput, "cursor" | "limit">): SQL | undefined {
  return and(
    personal ? isNotNull(coupons.holderEmail) : isNull(coupons.holderEmail),
    status ? eq(coupons.status, status) : undefined,
    q ? sql`starts_with(${coupons.code}, ${normaliseCode(q)})` : undefined,
  );
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${coupons.createdAt}, ${coupons.id}) < (${createdAt}::timestamptz, ${id})`;
}
