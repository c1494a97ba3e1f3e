import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "../platform/audit.ts";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase());
let ada: TestPerson;
let asha: TestPerson;

beforeAll(async () => {
  ada = await addPerson(services, "ada");
  asha = await addPerson(services, "asha");
  const ctx = await signedIn(services, asha);
  for (let i = 0; i < 7; i++) {
    await withTransaction(ctx, (tx) =>
      recordAudit(tx, {
        action: i % 2 === 0 ? "learning.open_lesson" : "orders.place",
        subjectKind: "lesson",
        subjectId: `les_${i}`,
        after: { note: i === 0 ? '=HYPERLINK("http://evil.example")' : "fine, quite fine" },
      }),
    );
  }
});
const admin = async () => createCaller(await signedIn(services, ada));

describe("the audit", () => {
  test("is read page by page, the latest first, each entry once", async () => {
    const caller = await admin();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await caller.audit.search({ subjectKind: "lesson", limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((entry) => entry.subjectId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  test("is searched by who, what and what about; a domain alone means all its actions", async () => {
    const caller = await admin();
    const count = async (filter: Parameters<typeof caller.audit.search>[0]) =>
      (await caller.audit.search(filter)).items.length;
    expect(await count({ actorId: asha.id, subjectKind: "lesson" })).toBe(7);
    expect(await count({ action: "learning.open_lesson" })).toBe(4);
    expect(await count({ action: "orders" })).toBe(3);
    expect(await count({ action: "order" })).toBe(0);
    expect(await count({ subjectId: "les_3" })).toBe(1);
    expect(await count({ until: new Date(0) })).toBe(0);
    expect((await caller.audit.search({ subjectId: "les_3" })).items[0]?.actorName).toBe("Asha");
  });

  test("T99 is closed to staff without the permission, to learners and to visitors", async () => {
    const omar = await addPerson(services, "omar");
    await expect(createCaller(await signedIn(services, omar)).audit.search({})).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createCaller(await signedIn(services, asha)).audit.search({})).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(createCaller(guest(services)).audit.search({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("T23 T25 cannot be searched with a forged cursor or a pattern", async () => {
    const caller = await admin();
    for (const input of [{ cursor: "forged" }, { action: "%" }, { limit: 1_000_000 }])
      await expect(caller.audit.search(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
