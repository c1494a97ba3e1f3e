import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS, HOUR_MS, MINUTE_MS, money } from "@stoa/kit";
import { account, balanceOf } from "@stoa/ledger";
import type { DisputeSnapshot } from "@stoa/payments";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { takeGatewaysWord } from "../checkout/index.ts";
import { testShop } from "../checkout/testing/shop.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";

const database = testDatabase();
const shop = testShop(database);
type GatewayName = "stripe" | "paypal";

let ada: Context & { actor: UserActor };
const staff = () => createCaller(ada).reconciliation;

beforeAll(async () => {
  ada = await signedIn(shop.services, await addPerson(shop.services, "ada"));
});

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  expect(await shop.breaches()).toEqual([]);
});

/** An order that was paid at a gateway, of which the return page learnt. No message of the gateway is ever handed over. */
async function sold(gateway: GatewayName, name: string): Promise<string> {
  const email = `${name}.${gateway}@example.com`;
  const order = await shop.start({ course: await shop.addCourse(), email, gateway, country: "DE" });
  await shop.pay(order.orderId);
  const buyer = createCaller(guest(shop.services, { orderToken: order.orderToken }));
  await buyer.checkout.confirmReturn({ orderId: order.orderId });
  await shop.drain();
  expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "paid" });
  return order.orderId;
}

/** What the buyer's bank does; gives the gateway's id of the dispute. */
async function dispute(reference: string, outcome: "opened" | "won" | "lost"): Promise<string> {
  return String(Reflect.get(Object(await shop.sandbox.control("POST", "dispute", { reference, outcome })), "id"));
}

/** Compares twelve hours up to now, or to so much later. */
async function compare(gateway: GatewayName, laterMs = 0) {
  shop.clock.advance(laterMs + 20 * MINUTE_MS);
  const to = new Date(shop.clock.now().getTime() - 16 * MINUTE_MS);
  const { id } = await staff().start({ gateway, from: new Date(to.getTime() - 12 * HOUR_MS), to });
  await shop.drain();
  shop.clock.reset();
  const run = await staff().run({ id });
  expect(run).toMatchObject({ status: "finished", lastError: null });
  return run;
}

async function findingOf(gatewayRef: string, kind: string) {
  const { items } = await staff().findings({ limit: 100 });
  return (
    items.find((finding) => finding.gatewayRef === gatewayRef && finding.kind === kind) ??
    expect.fail(`no finding of ${gatewayRef}: ${kind}`)
  );
}

const held = async (gateway: GatewayName) =>
  (await balanceOf(ada, { address: account.disputesHeld(gateway), currency: "EUR" })).balance.amount;

const refusal = (code: string) => ({ cause: { code } });
const PRICE = money(4_900, "EUR");

describe.each(["stripe", "paypal"] as const)("a dispute at %s of which no message came", (gateway) => {
  test("is missing here, and is booked with one press, as if its message had come", async () => {
    const orderId = await sold(gateway, "unheard");
    const id = await dispute(orderId, "opened");
    expect((await compare(gateway)).discrepancies).toBe(1);
    const missing = await findingOf(id, "missing_here");
    expect(missing).toMatchObject({ subject: "dispute", status: "open", orderId, here: null });
    expect(missing.there).toEqual({ status: "open", amount: PRICE });
    const before = await held(gateway);
    const presses = await Promise.allSettled([1, 2].map(() => staff().takeOver({ id: missing.id })));
    expect(presses.filter((press) => press.status === "fulfilled")).toHaveLength(1);
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "disputed" });
    expect((await held(gateway)) - before).toBe(4_900);
    const { matched, discrepancies } = await compare(gateway);
    expect({ matched, discrepancies }).toEqual({ matched: 2, discrepancies: 0 });
    await expect(staff().takeOver({ id: missing.id })).rejects.toMatchObject(refusal("finding_resolved"));
  });

  test.each([
    ["won", { status: "paid", rights: 1 }],
    ["lost", { status: "refunded", rights: 0 }],
  ] as const)(
    "is asked about by every run while it is open here, and that it was %s is taken over",
    async (end, outcome) => {
      const orderId = await sold(gateway, end);
      const id = await dispute(orderId, "opened");
      await compare(gateway);
      await staff().takeOver({ id: (await findingOf(id, "missing_here")).id });
      expect((await compare(gateway, 60 * DAY_MS)).discrepancies).toBe(0);
      await dispute(orderId, end);
      expect((await compare(gateway, 60 * DAY_MS)).discrepancies).toBe(1);
      const other = await findingOf(id, "status_differs");
      expect(other).toMatchObject({ status: "open", here: { status: "open" }, there: { status: end } });
      await staff().takeOver({ id: other.id });
      await shop.drain();
      expect(await shop.outcomeOf(orderId)).toMatchObject(outcome);
      expect((await compare(gateway)).discrepancies).toBe(0);
    },
  );

  test("is gone by itself when its message comes after all", async () => {
    const orderId = await sold(gateway, "late");
    const id = await dispute(orderId, "opened");
    await compare(gateway);
    const finding = await findingOf(id, "missing_here");
    const there = await shop.services.gateways.get(gateway).retrieveDispute(id);
    await takeGatewaysWord(ada, shop.services.gateways.get(gateway), { kind: "dispute_changed", dispute: there });
    await compare(gateway);
    expect(await findingOf(id, "missing_here")).toMatchObject({ id: finding.id, status: "gone" });
  });
});

describe("a dispute that cannot simply be taken over", () => {
  /** Writes one down as a message would tell it, whatever the gateway itself knows. */
  async function told(orderId: string, changes: Partial<DisputeSnapshot>): Promise<void> {
    const gateway = shop.services.gateways.get("stripe");
    const [payment] = (await shop.sandbox.state()).payments.filter((one) => one.orderId === orderId);
    const fact = {
      disputeId: "du_of_nobody",
      paymentId: payment?.id ?? "",
      orderId,
      status: "needs_response",
      amount: PRICE,
      fee: null,
      fundsWithdrawn: true,
      reason: "fraudulent",
      respondBy: null,
      occurredAt: new Date(),
      ...changes,
    } as const;
    await takeGatewaysWord(ada, gateway, { kind: "dispute_changed", dispute: fact });
  }

  test("because the gateway does not know it, is for a person to explain, and not raised again", async () => {
    await told(await sold("stripe", "nobody"), {});
    await compare("stripe");
    const { id, ...finding } = await findingOf("du_of_nobody", "missing_there");
    expect(finding).toMatchObject({ status: "open", here: { status: "open", amount: PRICE }, there: null });
    await expect(staff().takeOver({ id })).rejects.toMatchObject(refusal("still_different"));
    await staff().explain({ id, note: "Of the bank's own doing." });
    await compare("stripe");
    expect(await findingOf("du_of_nobody", "missing_there")).toMatchObject({ id, status: "explained" });
  });

  test("because it was booked with another amount, stays open", async () => {
    const orderId = await sold("stripe", "amount");
    const disputeId = await dispute(orderId, "opened");
    await told(orderId, { disputeId, amount: money(4_800, "EUR") });
    await compare("stripe");
    const { id, ...finding } = await findingOf(disputeId, "amount_differs");
    expect(finding).toMatchObject({ here: { amount: { amount: 4_800 } }, there: { amount: { amount: 4_900 } } });
    await expect(staff().takeOver({ id })).rejects.toMatchObject(refusal("still_different"));
    expect(await findingOf(disputeId, "amount_differs")).toMatchObject({ status: "open" });
  });

  test("because only a warning was heard of, is booked once its money was taken", async () => {
    const orderId = await sold("stripe", "warned");
    const disputeId = await dispute(orderId, "opened");
    await told(orderId, { disputeId, status: "warning", fundsWithdrawn: false });
    const before = await held("stripe");
    await compare("stripe");
    const { id, ...finding } = await findingOf(disputeId, "status_differs");
    expect(finding).toMatchObject({ here: { status: "warning" }, there: { status: "open" } });
    await staff().takeOver({ id });
    expect((await held("stripe")) - before).toBe(4_900);
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "disputed" });
  });

  test("because the gateway does not answer, can be taken over once it does; by nobody but those who may", async () => {
    const orderId = await sold("stripe", "silent");
    const disputeId = await dispute(orderId, "opened");
    await compare("stripe");
    const { id } = await findingOf(disputeId, "missing_here");
    await shop.sandbox.control("POST", "faults", { target: "stripe", kind: "error", rate: 1 });
    await expect(staff().takeOver({ id })).rejects.toThrow();
    await shop.sandbox.control("DELETE", "faults");
    const stranger = createCaller(await signedIn(shop.services, await addPerson(shop.services, "asha")));
    await expect(stranger.reconciliation.takeOver({ id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid" });
    await staff().takeOver({ id });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "disputed" });
  });
});
