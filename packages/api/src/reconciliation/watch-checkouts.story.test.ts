import { testDatabase } from "@stoa/db/testing/database";
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
