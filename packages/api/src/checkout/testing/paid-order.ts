import type { TestDatabase } from "@stoa/db/testing/database";
import type { StartCheckoutAnswer } from "../schemas.ts";
import type { CourseOnSale, Shop } from "./shop.ts";

export interface PaidOrder extends StartCheckoutAnswer {
  courses: CourseOnSale[];
  /** In the order of the courses. */
  lineIds: string[];
  email: string;
}

let last = 0;

/** An order of courses at these prices, paid at the sandbox by a guest in Germany, settled, and with its mails and LMS done. */
export async function payForCourses(
  shop: Shop,
  database: TestDatabase,
  pricesMinor: readonly number[],
  as: { email?: string; lmsCourse?: null } = {},
): Promise<PaidOrder> {
  last += 1;
  const email = as.email ?? `buyer-${last}@example.com`;
  const courses: CourseOnSale[] = [];
  for (const priceMinor of pricesMinor) courses.push(await shop.addCourse({ priceMinor, ...as }));
  const [course] = courses;
  if (!course) throw new Error("an order has at least one course");
  const lines = courses.map(({ slug }) => ({ kind: "course" as const, id: slug, quantity: 1 }));
  const order = await shop.start({ course, lines, email, country: "DE" });
  await shop.pay(order.orderId);
  for (const webhook of await shop.webhooksOf(order.orderId, "checkout.session.completed")) await shop.deliver(webhook);
  await shop.drain();
  const rows = await database.sql<{ id: string }[]>`
    select id from order_lines where order_id = ${order.orderId} order by position`;
  return { ...order, courses, lineIds: rows.map((row) => row.id), email };
}
