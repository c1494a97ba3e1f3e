import { createHash } from "node:crypto";
import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, expect, test } from "vitest";
import { testShop } from "./testing/shop.ts";
import { booksOf, eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** What a gateway tells of a payment, as a sentence and what it says. */
type Event = [sentence: string, tell: (paymentId: string) => Promise<unknown>];

const refunded = (id: string, amount: number): Event => [
  `${id} gives back ${amount}`,
  (paymentId) => gateway.refund(paymentId, eur(amount), { refundId: `${id}_${paymentId}` }),
];
const refundFailed = (id: string, amount: number): Event => [
  `${id} fails`,
  (paymentId) => gateway.refund(paymentId, eur(amount), { refundId: `${id}_${paymentId}`, status: "failed" }),
];
const disputed = (id: string, amount: number, status: "needs_response" | "won" | "lost"): Event => [
  `${id} of ${amount} is ${status}`,
  (paymentId) =>
    gateway.dispute(paymentId, eur(amount), {
      disputeId: `${id}_${paymentId}`,
      status,
      fee: status === "needs_response" ? null : eur(1_500),
    }),
];

/** Histories that are played side by side. */
const AT_ONCE = 8;

const HISTORIES: Record<string, { events: Event[]; end: Record<string, unknown> }> = {
  "of refunds and lost disputes of parts, more than was paid": {
    events: [
      refunded("re_a", 900),
      refunded("re_b", 1_100),
      disputed("dp_a", 1_000, "needs_response"),
      disputed("dp_a", 1_000, "lost"),
      disputed("dp_b", 3_000, "lost"),
    ],
    end: { status: "refunded", ofOrder: 4_900, ofPayment: 4_900, lost: 1_100 },
  },
  "of a refund that fails, one in its place, and a lost dispute of a part": {
    events: [
      refunded("re_a", 4_900),
      refundFailed("re_a", 4_900),
      refunded("re_b", 4_900),
      disputed("dp_a", 2_000, "lost"),
    ],
    end: { status: "refunded", ofOrder: 4_900, ofPayment: 4_900, lost: 2_000 },
  },
  "of refunds of parts, a dispute won and a dispute lost": {
    events: [
      refunded("re_a", 900),
      refunded("re_b", 333),
      disputed("dp_a", 700, "won"),
      disputed("dp_b", 1_111, "lost"),
    ],
    end: { status: "partially_refunded", ofOrder: 2_344, ofPayment: 2_344, lost: 0 },
  },
};

test.each(Object.entries(HISTORIES))(
  "a history %s ends alike in every order",
  async (about, { events, end }) => {
    const course = await shop.addCourse({ lmsCourse: null });
    const ends = new Map<string, string>();
    const play = async (order: Event[], index: number) => {
      const email = `${about.length}.${index}@example.com`;
      const { orderId } = await shop.start({ course, email, country: "DE" });
      const { paymentId } = await gateway.payment(orderId, eur(4_900));
      for (const [, tell] of order) await tell(paymentId);
      const stand = await standOf(paymentId);
      expect(stand).toMatchObject(end);
      ends.set(hashOf(stand), `${order.map(([sentence]) => sentence).join("; ")}: ${JSON.stringify(stand)}`);
    };
    const orders = permutations(events).map((order, index) => [order, index] as const);
    while (orders.length > 0) await Promise.all(orders.splice(0, AT_ONCE).map(([order, index]) => play(order, index)));
    expect([...ends.values()]).toHaveLength(1);
  },
  240_000,
);

async function standOf(paymentId: string) {
  const [row] =
    await database.sql`select o.status, o.refunded_minor::int as "ofOrder", p.refunded_minor::int as "ofPayment",
    p.lost_minor::int as lost from payments p join orders o on o.id = p.order_id where p.gateway_payment_id = ${paymentId}`;
  return { ...row, books: await booksOf(database, paymentId) };
}

const hashOf = (stand: unknown) => createHash("sha256").update(JSON.stringify(stand)).digest("hex");

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
