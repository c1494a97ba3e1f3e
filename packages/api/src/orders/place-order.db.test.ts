import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS, HOUR_MS, ManualClock } from "@stoa/kit";
import { expect, test } from "vitest";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { placeOrder } from "./place-order.ts";

const database = testDatabase();
const nothing = { unitMinor: 0, discountMinor: 0, taxMinor: 0, totalMinor: 0 };
const line = { kind: "course" as const, subjectId: "crs_1", title: "Drawing", quantity: 1, ...nothing };

test.each([400 * DAY_MS, -3 * HOUR_MS])(
  "an order ends by the database's clock, though ours is %d ms ahead",
  async (aheadMs) => {
    const clock = new ManualClock(addMs(new Date(), aheadMs));
    const ctx = guest({ ...testServices(database), clock });
    const priced = {
      currency: "EUR" as const,
      lines: [line],
      subtotalMinor: 0,
      discountMinor: 0,
      taxMinor: 0,
      totalMinor: 0,
      coupon: null,
      tax: { country: "FR", name: "VAT", rateBps: 0, mode: "inclusive" as const },
    };
    const asked = { priced, userId: null, email: "late@example.com", locale: "en", gateway: null };
    const { orderId } = await withTransaction(ctx, (tx) =>
      placeOrder(tx, { ...asked, expiresAt: addMs(clock.now(), HOUR_MS) }),
    );
    const [order] = await database.sql<{ minutes: number }[]>`
    select round(extract(epoch from expires_at - now()) / 60)::int as minutes from orders where id = ${orderId}`;
    expect(order?.minutes).toBe(60);
  },
);
