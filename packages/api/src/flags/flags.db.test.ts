import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { and, eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase());
const contextOf = async (who: "asha" | "omar" | "ada") =>
  signedIn(services, await addPerson(services, who, { email: `${crypto.randomUUID()}@example.com` }));
const callerOf = async (who: "asha" | "omar" | "ada") => createCaller(await contextOf(who));

afterEach(async () => {
  await (await callerOf("ada")).flags.set({ key: "cart", state: "on", percent: 0, userIds: [] });
});

describe("a feature flag", () => {
  test("is as declared until it is set, and then so for everybody at once", async () => {
    const visitor = createCaller(guest(services));
    expect(await visitor.flags.mine()).toEqual({ cart: true });
    await (await callerOf("ada")).flags.set({ key: "cart", state: "off", percent: 0, userIds: [] });
    expect(await visitor.flags.mine()).toEqual({ cart: false });
  });

  test("shuts the cart to whoever does not have it, and leaves it to whoever is named", async () => {
    const [ada, asha, other] = [await callerOf("ada"), await contextOf("asha"), await callerOf("asha")];
    await ada.flags.set({ key: "cart", state: "some", percent: 0, userIds: [asha.actor.id] });
    expect(await createCaller(asha).flags.mine()).toEqual({ cart: true });
    expect(await other.flags.mine()).toEqual({ cart: false });
    const wish = { kind: "course", id: "any-course" } as const;
    await expect(other.cart.add(wish)).rejects.toMatchObject({ cause: { code: "feature_not_open" } });
    await expect(createCaller(asha).cart.add(wish)).rejects.toMatchObject({ cause: { code: "course_not_for_sale" } });
  });

  test("leaves its changes in the audit, with what it was before", async () => {
    const ada = await callerOf("ada");
    await ada.flags.set({ key: "cart", state: "some", percent: 20, userIds: [] });
    const entries = await services.db
      .select()
      .from(tables.auditEntries)
      .where(and(eq(tables.auditEntries.subjectKind, "feature_flag"), eq(tables.auditEntries.subjectId, "cart")));
    expect(entries.at(-1)).toMatchObject({ before: { state: "on" }, after: { state: "some", percent: 20 } });
    expect(await ada.flags.list()).toMatchObject({ items: [{ key: "cart", state: "some", percent: 20 }] });
  });

  test("is refused out of bounds, for features that do not exist, and to who may only read", async () => {
    const ada = await callerOf("ada");
    const set = (more: object) => ada.flags.set({ key: "cart", state: "some", percent: 5, userIds: [], ...more });
    for (const more of [
      { percent: 101 },
      { percent: -1 },
      { percent: 1.5 },
      { userIds: ["somebody"] },
      { key: "moon" },
    ])
      await expect(set(more)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const omar = await callerOf("omar");
    expect((await omar.flags.list()).items).toHaveLength(1);
    await expect(omar.flags.set({ key: "cart", state: "on", percent: 0, userIds: [] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
