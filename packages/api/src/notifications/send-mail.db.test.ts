import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { MailRefused, MailUnavailable, type OutgoingMail } from "@stoa/email";
import { drainJobs } from "@stoa/jobs";
import { HOUR_MS } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Services } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { contextAs } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { MailNotFailed, MailNotFound } from "./errors.ts";
import { notificationsJobs } from "./jobs.ts";
import { retryMail } from "./retry-mail.ts";

/** A mail host that does what the test tells it to. */
const host = {
  sent: [] as OutgoingMail[],
  answer: (_mail: OutgoingMail): { transportId: string } => ({ transportId: "accepted" }),
};
const transport: Services["mail"] = {
  send: async (mail) => {
    host.sent.push(mail);
    return host.answer(mail);
  },
  verify: async () => {},
  close: () => {},
};
const services = testServices(testDatabase(), { mail: transport });
const system = () => contextAs(services, { kind: "system", id: "test" });

beforeEach(async () => {
  host.sent.length = 0;
  host.answer = () => ({ transportId: "accepted" });
  await services.db.delete(tables.mails);
  await services.db.delete(tables.outbox);
});

const queue = (dedupeKey?: string) =>
  withTransaction(system(), (tx) =>
    queueMail(tx, {
      template: "verify-email",
      to: "asha@example.com",
      locale: "fr",
      data: { name: "Asha", verifyUrl: "http://web.test/verify-email?token=s3cret", validForMinutes: 1_440 },
      ...(dedupeKey ? { dedupeKey } : {}),
    }),
  );
const mailOf = async (id: string | null) => {
  const [mail] = await services.db
    .select()
    .from(tables.mails)
    .where(eq(tables.mails.id, id ?? ""));
  return mail;
};
const drainFor = (ms: number) =>
  drainJobs(system(), notificationsJobs, { until: new Date(services.clock.now().getTime() + ms) });

test("a queued mail is sent in its language, under its own id, and its links are kept nowhere", async () => {
  const id = await queue();
  expect(JSON.stringify(await mailOf(id))).not.toContain("s3cret");
  await drainFor(0);
  expect(host.sent).toHaveLength(1);
  expect(host.sent[0]).toMatchObject({ id, to: "asha@example.com" });
  expect(host.sent[0]?.text).toContain("http://web.test/verify-email?token=s3cret");
  expect(await mailOf(id)).toMatchObject({ status: "sent", transportId: "accepted", data: {}, lastError: null });
  expect((await mailOf(id))?.subject).toBe(host.sent[0]?.subject);
});

test("nothing is sent when the cause is not committed", async () => {
  await withTransaction(system(), async (tx) => {
    await queueMail(tx, {
      template: "account-exists",
      to: "asha@example.com",
      locale: "en",
      data: { name: null, signInUrl: "http://web.test/sign-in", resetUrl: "http://web.test/forgot-password" },
    });
    throw new Error("the cause failed");
  }).catch(() => {});
  await drainFor(HOUR_MS);
  expect(host.sent).toEqual([]);
});

test("one business event mails once, however often it is reported at the same moment", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => queue("order-receipt:ord_1")));
  expect(ids.filter((id) => id !== null)).toHaveLength(1);
  await drainFor(0);
  expect(host.sent).toHaveLength(1);
});

test("a host that is away is tried again, with the same id", async () => {
  const id = await queue();
  host.answer = () => {
    throw new MailUnavailable("The mail server did not answer.");
  };
  await drainFor(0);
  expect(await mailOf(id)).toMatchObject({
    status: "queued",
    lastError: "MailUnavailable: The mail server did not answer.",
  });
  host.answer = () => ({ transportId: "later" });
  await drainFor(24 * HOUR_MS);
  expect(await mailOf(id)).toMatchObject({ status: "sent", transportId: "later" });
  expect(new Set(host.sent.map((mail) => mail.id))).toEqual(new Set([id]));
});

test("a host that stays away ends in a dead message and a failed mail, which staff can send again", async () => {
  const id = await queue();
  host.answer = () => {
    throw new MailUnavailable("The mail server did not answer.");
  };
  for (let round = 0; round < 10; round++) await drainFor(round * 24 * HOUR_MS);
  expect(host.sent).toHaveLength(8);
  expect(await mailOf(id)).toMatchObject({ status: "failed" });
  host.answer = () => ({ transportId: "by hand" });
  await retryMail(system(), id ?? "");
  await drainFor(0);
  expect(await mailOf(id)).toMatchObject({ status: "sent", transportId: "by hand" });
  await expect(retryMail(system(), id ?? "")).rejects.toThrow(MailNotFailed);
  await expect(retryMail(system(), "mail_none")).rejects.toThrow(MailNotFound);
});

test("a recipient that is refused for good is not tried again", async () => {
  const id = await queue();
  host.answer = (mail) => {
    throw new MailRefused(`No such mailbox: <${mail.to}>; see https://mail.test/?token=k9-bearer`, {
      mailId: mail.id,
      responseCode: 550,
    });
  };
  await drainFor(24 * HOUR_MS);
  expect(host.sent).toHaveLength(1);
  const lastError = "MailRefused: No such mailbox: <[e-mail]>; see https://mail.test/?token=[redacted]";
  expect(await mailOf(id)).toMatchObject({ status: "failed", lastError });
});
