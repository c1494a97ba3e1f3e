import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeEach, describe, expect, test } from "vitest";
import { notify, wantsMail } from "../platform/notify.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase());
const job = () => contextAs(services, { kind: "job", id: "test" });
let asha: TestPerson;
let serial = 0;

beforeEach(async () => {
  serial += 1;
  asha = await addPerson(services, "asha", { email: `asha${serial}@example.com` });
});

const tell = (title: string, dedupeKey?: string) =>
  withTransaction(job(), (tx) =>
    notify(tx, {
      userId: asha.id,
      kind: "purchase_ready",
      data: { title },
      href: "/learn",
      ...(dedupeKey ? { dedupeKey } : {}),
    }),
  );
const callerOf = async (who = asha) => createCaller(await signedIn(services, who));

describe("a notification", () => {
  test("stands under its person's bell until it is read", async () => {
    await tell("One");
    services.clock.advance(1_000);
    await tell("Two");
    const me = await callerOf();
    expect(await me.notifications.unread()).toEqual({ unread: 2 });
    const { items } = await me.notifications.list({});
    expect(new Set(items.map((item) => item.data.title))).toEqual(new Set(["One", "Two"]));
    const id = items[0]?.id ?? "";
    await me.notifications.markRead({ id });
    await me.notifications.markRead({ id });
    expect((await me.notifications.list({ unread: true })).items).toHaveLength(1);
    await me.notifications.markAllRead();
    expect(await me.notifications.unread()).toEqual({ unread: 0 });
  });

  test("is read by nobody else", async () => {
    await tell("Mine");
    const { items } = await (await callerOf()).notifications.list({});
    const ben = await callerOf(await addPerson(services, "ben", { email: `ben${serial}@example.com` }));
    expect((await ben.notifications.list({})).items).toEqual([]);
    await expect(ben.notifications.markRead({ id: items[0]?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await (await callerOf()).notifications.unread()).toEqual({ unread: 1 });
  });

  test("comes once for one event, however often the event is reported at once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => tell("Ready", `ready:${asha.id}`)));
    expect(await (await callerOf()).notifications.unread()).toEqual({ unread: 1 });
  });

  test("that the person does not want does not come, nor its mail", async () => {
    const me = await callerOf();
    expect((await me.notifications.preferences()).items.every((one) => one.email && one.inApp)).toBe(true);
    expect(await wantsMail(job(), asha.id, "purchase_ready")).toBe(true);
    await me.notifications.setPreference({ kind: "purchase_ready", email: false, inApp: false });
    await tell("Unwanted");
    expect(await me.notifications.unread()).toEqual({ unread: 0 });
    expect(await wantsMail(job(), asha.id, "purchase_ready")).toBe(false);
    expect(await wantsMail(job(), asha.id, "course_updated")).toBe(true);
  });
});
