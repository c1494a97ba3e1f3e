import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import { expect, test } from "vitest";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { forgetExpired } from "./forget-expired.ts";

const services = testServices(testDatabase());
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

test("what no longer says anything is deleted, and nothing else", async () => {
  const asha = await addPerson(services, "asha");
  const live = await signedIn(services, asha);
  const session = {
    userId: asha.id,
    kind: "web" as const,
    device: "Firefox",
    expiresAt: new Date(Date.now() + DAY_MS),
  };
  await services.db.insert(tables.sessions).values([
    { ...session, id: "ses_old", endedAt: daysAgo(91) },
    { ...session, id: "ses_recent", endedAt: daysAgo(89) },
  ]);
  const link = { purpose: "reset_password" as const, email: asha.email, emailNormalised: asha.email };
  await services.db.insert(tables.emailTokens).values([
    { ...link, id: "etk_old", tokenHash: "a", expiresAt: daysAgo(31) },
    { ...link, id: "etk_recent", tokenHash: "b", expiresAt: daysAgo(29) },
  ]);
  await services.db.insert(tables.rateLimitWindows).values([
    { key: "old", hits: 1, resetsAt: daysAgo(1) },
    { key: "running", hits: 5, resetsAt: new Date(Date.now() + DAY_MS) },
  ]);
  await withTransaction(contextAs(services, { kind: "job", id: "identity.forget_expired" }), forgetExpired);
  const ids = async (table: typeof tables.sessions | typeof tables.emailTokens) =>
    (await services.db.select({ id: table.id }).from(table)).map((row) => row.id).sort();
  expect(await ids(tables.sessions)).toEqual(["ses_recent", live.actor.sessionId].sort());
  expect(await ids(tables.emailTokens)).toEqual(["etk_recent"]);
  expect((await services.db.select().from(tables.rateLimitWindows)).map((row) => row.key)).toEqual(["running"]);
});
