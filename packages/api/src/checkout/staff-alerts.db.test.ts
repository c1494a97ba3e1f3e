import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { queuedMails } from "../testing/mails.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

/** The shop with somebody on duty, who gets its alerts by mail. */
const onDuty = {
  get services() {
    const { services } = shop;
    const told = { ALERT_EMAIL: "duty@stoa.example", RUNBOOK_BASE_URL: "https://runbooks.example" };
    return { ...services, env: { ...services.env, ...told } };
  },
};
const gateway = told(onDuty);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

async function paid(email: string) {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  return { orderId, ...(await gateway.payment(orderId, eur(4_900))) };
}

/** The alerts that name this among their facts. */
async function alertsAbout(fact: string) {
  const mails = (await queuedMails(shop.services)).filter(({ template }) => template === "ops-alert");
  return mails.filter(({ data }) => JSON.stringify(data.facts).includes(fact));
}

async function auditOf(disputeId: string) {
  return database.sql`select action, subject_kind as "subjectKind", before, after from audit_entries
    where subject_id = (select id from disputes where gateway_dispute_id = ${disputeId}) order by created_at, id`;
}

describe("a dispute", () => {
  test("is told once to who is on duty, with the date to answer by", async () => {
    const { orderId, paymentId } = await paid("alerted@example.com");
    const respondBy = new Date("2026-12-01T00:00:00.000Z");
    for (const reason of ["fraudulent", "fraudulent"])
      await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_alerted", reason, respondBy });
    expect(await alertsAbout("dp_alerted")).toEqual([
      {
        template: "ops-alert",
        to: "duty@stoa.example",
        data: expect.objectContaining({
          severity: "warning",
          title: "A payment is disputed",
          summary: expect.stringContaining("fraudulent"),
          facts: [
            { label: "Order", value: orderId },
            { label: "Dispute", value: "dp_alerted" },
            { label: "Answer by", value: respondBy.toISOString() },
          ],
          runbookUrl: "https://runbooks.example/dispute-opened.md",
        }),
      },
    ]);
  });

  test("of a payment without an order here is told as that", async () => {
    const { paymentId } = await gateway.payment("ord_55555555555555555555555555", eur(4_900));
    await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_no_order" });
    expect(await alertsAbout("dp_no_order")).toMatchObject([
      { data: { facts: [{ value: "unknown" }, { value: "dp_no_order" }, { value: "not told" }] } },
    ]);
  });

  test("that is lost in another currency than the payment's is told with what was taken, order or none", async () => {
    const dollars = { amount: 5_300, currency: "USD" } as const;
    const { orderId, paymentId } = await paid("elsewhere@example.com");
    const alone = await gateway.payment("ord_88888888888888888888888888", eur(4_900));
    for (const [of, order] of [
      [paymentId, orderId],
      [alone.paymentId, "unknown"],
    ] as const) {
      const lost = { disputeId: `dp_elsewhere_${order}`, status: "lost" } as const;
      await gateway.dispute(of, dollars, lost);
      expect(await alertsAbout(lost.disputeId)).toMatchObject([
        {
          data: {
            severity: "critical",
            title: expect.stringContaining("another currency"),
            summary: expect.stringContaining("booked as a loss"),
            facts: [
              { label: "Order", value: order },
              { label: "Dispute", value: lost.disputeId },
              { label: "Taken", value: expect.stringContaining("53.00") },
            ],
            runbookUrl: "https://runbooks.example/dispute-opened.md",
          },
        },
      ]);
    }
  });

  test("that is only announced takes nothing and leaves the sale as it is", async () => {
    const { orderId, paymentId } = await paid("warned@example.com");
    const warning = { disputeId: "dp_warning", status: "warning", fundsWithdrawn: false } as const;
    expect(await gateway.dispute(paymentId, eur(4_900), warning)).toEqual({ outcome: "dispute_open", orderId });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", rights: 1 });
    expect(await alertsAbout("dp_warning")).toHaveLength(1);
  });

  test("stands in the audit with each change and no repetition", async () => {
    const { paymentId } = await paid("audited@example.com");
    for (const status of ["needs_response", "under_review", "won", "won"] as const)
      await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_audited", status });
    const said = { amount: eur(4_900), reason: "fraudulent", dueBy: null };
    expect(await auditOf("dp_audited")).toEqual([
      {
        action: "checkout.dispute_open",
        subjectKind: "dispute",
        before: null,
        after: { status: "open", ...said },
      },
      {
        action: "checkout.dispute_won",
        subjectKind: "dispute",
        before: { status: "open" },
        after: { status: "won", ...said },
      },
    ]);
  });
});

describe("a refund that fails after it was reported done", () => {
  test("is told once to who is on duty, because the money is still owed", async () => {
    const { orderId, paymentId } = await paid("owed@example.com");
    for (const status of ["succeeded", "failed", "failed"] as const)
      await gateway.refund(paymentId, eur(900), { refundId: "re_alerted", status });
    expect(await alertsAbout("re_alerted")).toEqual([
      expect.objectContaining({
        data: expect.objectContaining({
          severity: "critical",
          title: "A refund failed after it was reported done",
          summary: expect.stringContaining("still owed to the buyer"),
          facts: [
            { label: "Refund", value: "re_alerted" },
            { label: "Order", value: orderId },
          ],
          runbookUrl: "https://runbooks.example/refund-failed.md",
        }),
      }),
    ]);
  });

  test("of a payment without an order here is told as that", async () => {
    const { paymentId } = await gateway.payment("ord_66666666666666666666666666", eur(4_900));
    for (const status of ["succeeded", "failed"] as const)
      await gateway.refund(paymentId, eur(900), { refundId: "re_no_order", status });
    expect(await alertsAbout("re_no_order")).toMatchObject([
      { data: { facts: [{ value: "re_no_order" }, { value: "unknown" }] } },
    ]);
  });
});

test("every payment that is held is told to its buyer once, with what came and where it is seen", async () => {
  for (const email of ["first-held@example.com", "second-held@example.com"]) {
    const { orderId } = await shop.start({ course: await shop.addCourse(), email });
    await gateway.payment(orderId, eur(4_500));
    const mails = (await queuedMails(shop.services)).filter(({ to }) => to === email);
    const data = { name: null, orderId, paid: eur(4_500), orderUrl: `http://web.test/orders/${orderId}` };
    expect(mails).toEqual([{ template: "payment-held-for-review", to: email, data }]);
  }
});

/** What is going to be mailed to a buyer about disputes. */
async function disputeMailsTo(email: string) {
  const mails = await queuedMails(shop.services);
  return mails.filter(({ to, template }) => to === email && template === "payment-disputed").map(({ data }) => data);
}

test("a buyer is mailed that their payment is disputed and how it ended, but nothing of a mere warning", async () => {
  for (const [index, outcome] of (["won", "lost"] as const).entries()) {
    const email = `disputed${index}@example.com`;
    const { orderId, paymentId } = await paid(email);
    const disputeId = `dp_mailed_${outcome}`;
    const tell = (as: Parameters<typeof gateway.dispute>[2]) =>
      gateway.dispute(paymentId, eur(4_900), { disputeId, ...as });
    await tell({ status: "warning", fundsWithdrawn: false });
    expect(await disputeMailsTo(email)).toEqual([]);
    await tell({ status: "needs_response" });
    await tell({ status: outcome });
    expect(await disputeMailsTo(email)).toMatchObject([
      { orderId, amount: eur(4_900), state: "opened" },
      { orderId, amount: eur(4_900), state: outcome },
    ]);
  }
});
