import { testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import { testShop } from "../checkout/testing/shop.ts";
import { contextAs } from "../testing/people.ts";
import { watchCheckouts } from "./watch-checkouts.ts";

const database = testDatabase();
const shop = testShop(database);
const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

/** More than one page of the reconciler. */
const MANY = 60;

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  await shop.drain();
  expect(await shop.breaches()).toEqual([]);
});

/** Paid orders of which no webhook came, older than what the reconciler leaves to webhooks. */
async function paidUnheard(buyer: string, count: number): Promise<void> {
  await shop.sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 });
  const course = await shop.addCourse();
  const buying = Array.from({ length: count }, async (_, number) => {
    const { orderId } = await shop.start({ course, email: `${buyer}-${number}@example.com` });
    await shop.pay(orderId);
  });
  await Promise.all(buying);
  await age();
}

async function age(): Promise<void> {
  await database.sql`update orders set updated_at = now() - interval '3 min' where status = 'pending'`;
}

async function count(state: "paid" | "pending" | "asked"): Promise<number> {
  const which =
    state === "asked" ? "status = 'pending' and updated_at > now() - interval '1 min'" : `status = '${state}'`;
  const [row] = await database.sql.unsafe<{ count: number }[]>(`select count(*)::int from orders where ${which}`);
  return row?.count ?? 0;
}

test("a backlog of many pages is settled in one run", { timeout: 120_000 }, async () => {
  await paidUnheard("many", MANY);
  expect(await watchCheckouts(worker())).toBe(MANY);
  expect(await count("paid")).toBe(MANY);
});

test("a gateway that does not answer is asked three times a run, each time about other orders", async () => {
  const before = await count("paid");
  await paidUnheard("silent", 5);
  await shop.sandbox.control("POST", "faults", { target: "stripe", kind: "error", rate: 1 });
  await watchCheckouts(worker());
  expect(await count("asked")).toBe(3);
  // Those that were asked about stand behind the others now.
  await watchCheckouts(worker());
  expect(await count("asked")).toBe(5);
  await shop.sandbox.control("DELETE", "faults");
  await age();
  await watchCheckouts(worker());
  expect(await count("paid")).toBe(before + 5);
});

test.each([
  { fault: "cut_before", status: "refused" },
  { fault: "cut_after", status: "succeeded" },
] as const)("what became of a call is known once its order is closed: $fault", async ({ fault, status }) => {
  const course = await shop.addCourse();
  await shop.sandbox.control("POST", "faults", { target: "stripe", kind: fault, rate: 1 });
  const email = `${fault}@example.com`;
  await shop.start({ course, email });
  await shop.sandbox.control("DELETE", "faults");
  // The application may not move an order's deadline.
  const owner = postgres(database.url, { max: 1 });
  await owner`update orders set expires_at = now(), updated_at = now() - interval '3 min' where email = ${email}`;
  await owner.end();
  await watchCheckouts(worker());
  const [row] = await database.sql`
    select o.status as order, c.status as call, c.outcome->>'checkoutId' is not null as found
    from orders o join gateway_calls c on c.subject_id = o.id where o.email = ${email}`;
  expect(row).toEqual({ order: "expired", call: status, found: status === "succeeded" });
});
