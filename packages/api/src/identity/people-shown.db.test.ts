import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { issueEmailToken } from "./email-token.ts";
import { LinkNotUsable } from "./errors.ts";
import { peopleWhoMay } from "./people-who-may.ts";
import { resolveActor } from "./resolve-actor.ts";
import { markVerified, verifyEmail } from "./verify-email.ts";

const services = testServices(testDatabase());
let serial = 0;

beforeEach(() => {
  serial += 1;
});

const add = (who: Parameters<typeof addPerson>[1], as: { emailVerified?: boolean } = {}) =>
  addPerson(services, who, { email: `${who}${serial}@example.com`, ...as });

test.each([true, false])(
  "a person is shown to themselves and to staff with their address confirmed: %s",
  async (is) => {
    const asha = await add("asha", { emailVerified: is });
    const ctx = await signedIn(services, asha);
    const credential = { sessionId: ctx.actor.sessionId, kind: "web" } as const;
    expect(await resolveActor(services, credential)).toMatchObject({ id: asha.id, emailVerified: is });
    expect(await createCaller(ctx).identity.me()).toMatchObject({
      emailVerified: is,
      hasPassword: false,
      roles: ["learner"],
    });
    const staff = createCaller(await signedIn(services, await add("omar")));
    expect(await staff.identity.users.get({ id: asha.id })).toMatchObject({ emailVerified: is });
  },
);

test("a person who was never signed in was never seen; who is, was", async () => {
  const staff = createCaller(await signedIn(services, await add("omar")));
  const ben = await add("ben");
  expect(await staff.identity.users.get({ id: ben.id })).toMatchObject({ lastSeenAt: null, liveSessions: 0 });
  await signedIn(services, ben);
  expect(await staff.identity.users.get({ id: ben.id })).toMatchObject({
    lastSeenAt: expect.any(Date),
    liveSessions: 1,
  });
});

test("staff who look at their own sessions see which of them they are in", async () => {
  const omar = await add("omar");
  const other = await signedIn(services, omar);
  const ctx = await signedIn(services, omar);
  const { items } = await createCaller(ctx).identity.users.sessions({ id: omar.id });
  expect(new Map(items.map(({ id, current }) => [id, current]))).toEqual(
    new Map([
      [ctx.actor.sessionId, true],
      [other.actor.sessionId, false],
    ]),
  );
});

test("staff are shown their roles and what these permit; a role keeps who gave it", async () => {
  const [olga, omar] = [await add("olga"), await add("omar")];
  const owner = createCaller(await signedIn(services, olga));
  await owner.identity.users.grantRole({ id: omar.id, role: "admin" });
  const [given] = await services.db
    .select()
    .from(tables.userRoles)
    .where(and(eq(tables.userRoles.userId, omar.id), eq(tables.userRoles.role, "admin")));
  expect(given).toMatchObject({ grantedBy: olga.id });
  const me = await owner.identity.me();
  expect(me).toMatchObject({ roles: expect.arrayContaining(["owner"]), hasPassword: false });
  expect(me.permissions).toContain("user:grant_role");
});

test("a colleague whom one may not block is refused by the name of what is missing", async () => {
  const admin = createCaller(await signedIn(services, await add("ada")));
  const refused = admin.identity.users.block({ id: (await add("omar")).id, reason: "left" });
  await expect(refused).rejects.toMatchObject({ cause: { details: { permission: "user:grant_role" } } });
});

test("those who may do something are everybody whose role holds it, but for the blocked and the deleted", async () => {
  const [ada, omar, blocked, deleted] = [await add("ada"), await add("omar"), await add("olga"), await add("ines")];
  await services.db.update(tables.users).set({ blockedAt: new Date() }).where(eq(tables.users.id, blocked.id));
  await services.db.update(tables.users).set({ deletedAt: new Date() }).where(eq(tables.users.id, deleted.id));
  const namesOf = async (permission: Parameters<typeof peopleWhoMay>[1]) =>
    (await peopleWhoMay(services, permission)).filter(({ email }) => email.includes(`${serial}@`));
  const shown = ({ id, name, email }: typeof ada) => ({ id, name, email, locale: "en" });
  expect(await namesOf("user:read")).toEqual([ada, omar].map(shown).sort((a, b) => (a.id < b.id ? -1 : 1)));
  expect(await namesOf("user:block")).toEqual([shown(ada)]);
  expect(await namesOf("user:grant_role")).toEqual([]);
});

test("a link to confirm that belongs to no account is of no use, nor is an account that is gone confirmed", async () => {
  const email = `nobody${serial}@example.com`;
  const token = await withTransaction(guest(services), (tx) =>
    issueEmailToken(tx, { purpose: "verify_email", email, userId: null }),
  );
  await expect(verifyEmail(guest(services), { token })).rejects.toThrow(LinkNotUsable);
  const confirmed = withTransaction(guest(services), (tx) => markVerified(tx, "usr_gone"));
  await expect(confirmed).rejects.toThrow(LinkNotUsable);
});
