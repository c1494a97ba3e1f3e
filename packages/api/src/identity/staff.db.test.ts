import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { MINUTE_MS, newId } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { contextFor } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createAccount } from "./create-account.ts";
import { EmailTaken, WeakPassword } from "./errors.ts";
import { resolveActor } from "./resolve-actor.ts";
import { newTotpSecret, totpOf } from "./second-factor.ts";
import { signIn, signInWithCode } from "./sign-in.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
let passwordHash = "";
let serial = 0;
beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(() => {
  serial += 1;
  services.clock.advance(5 * MINUTE_MS);
});

const add = (who: Parameters<typeof addPerson>[1]) =>
  addPerson(services, who, { email: `${who}${serial}@example.com`, passwordHash });
const callerOf = async (person: TestPerson) => createCaller(await signedIn(services, person));
const isLive = async (sessionId: string) => (await resolveActor(services, { sessionId, kind: "web" })).kind === "user";
const codeOf = (secret: string, offsetMs = 0) =>
  totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() + offsetMs });

describe("two-factor sign-in", () => {
  const enrolled = async (person: TestPerson) => {
    const ctx = await signedIn(services, person);
    const caller = createCaller(ctx);
    const { secret } = await caller.identity.twoFactor.begin({ password: PASSWORD });
    const { recoveryCodes } = await caller.identity.twoFactor.confirm({ code: codeOf(secret) });
    return { ctx, caller, secret, recoveryCodes };
  };

  test("is switched on by a code, gives ten recovery codes, ends other sessions and is told", async () => {
    const asha = await add("asha");
    const other = await signedIn(services, asha);
    const { ctx, recoveryCodes, caller } = await enrolled(asha);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    expect([await isLive(ctx.actor.sessionId), await isLive(other.actor.sessionId)]).toEqual([true, false]);
    expect(await caller.identity.me()).toMatchObject({ secondFactor: "on", recoveryCodesLeft: 10 });
    const mails = (await queuedMails(services)).filter((mail) => mail.to === asha.email);
    expect(mails).toMatchObject([{ template: "two-factor-changed", data: { change: "enabled" } }]);
    const stored = await services.db.select().from(tables.totpFactors);
    expect(JSON.stringify(stored)).not.toMatch(/[A-Z2-7]{32}/);
  });

  test("is worth nothing until a right code confirms it", async () => {
    const asha = await add("asha");
    const caller = await callerOf(asha);
    await expect(caller.identity.twoFactor.begin({ password: "wrong" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { uri } = await caller.identity.twoFactor.begin({ password: PASSWORD });
    expect(uri).toMatch(
      /^otpauth:\/\/totp\/Stoa:asha\d+%40example\.com\?issuer=Stoa&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/,
    );
    await expect(caller.identity.twoFactor.confirm({ code: "000000" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect((await signIn(guest(services), { email: asha.email, password: PASSWORD, kind: "web" })).kind).toBe(
      "signed_in",
    );
  });

  test("T13 recovery codes open the door once each, also typed without hyphens, and using one is told", async () => {
    const asha = await add("asha");
    const { recoveryCodes } = await enrolled(asha);
    const challenge = async () => {
      const answer = await signIn(guest(services), { email: asha.email, password: PASSWORD, kind: "web" });
      return answer.kind === "second_factor" ? answer.challenge : "";
    };
    const code = (recoveryCodes[0] ?? "").replaceAll("-", "").toUpperCase();
    const sent = await challenge();
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => signInWithCode(guest(services), { challenge: sent, code })),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const told = (await queuedMails(services)).filter((mail) => mail.to === asha.email);
    expect(told.filter((mail) => mail.data.change === "recovery-code-used")).toHaveLength(1);
  });

  test("is switched off by password and code together; new recovery codes end the old", async () => {
    const asha = await add("asha");
    const { caller, secret, recoveryCodes } = await enrolled(asha);
    services.clock.advance(MINUTE_MS);
    const renewed = await caller.identity.twoFactor.renewRecoveryCodes({ password: PASSWORD, code: codeOf(secret) });
    const old = { password: PASSWORD, code: recoveryCodes[3] ?? "" };
    await expect(caller.identity.twoFactor.disable(old)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await caller.identity.twoFactor.disable({ password: PASSWORD, code: renewed.recoveryCodes[0] ?? "" });
    expect((await caller.identity.me()).secondFactor).toBe("off");
  });

  test("cannot be switched off by staff, nor begun again while it is on", async () => {
    const ada = await add("ada");
    const { caller, secret } = await enrolled(ada);
    services.clock.advance(MINUTE_MS);
    await expect(caller.identity.twoFactor.disable({ password: PASSWORD, code: codeOf(secret) })).rejects.toMatchObject(
      { code: "FORBIDDEN" },
    );
    await expect(caller.identity.twoFactor.begin({ password: PASSWORD })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is all that staff may do before they have it", async () => {
    const ada = await add("ada");
    const opened = await signIn(guest(services), { email: ada.email, password: PASSWORD, kind: "admin" });
    const sessionId = opened.kind === "signed_in" ? opened.sessionId : "";
    const actor = await resolveActor(services, { sessionId, kind: "admin" });
    if (actor.kind !== "user") throw new Error("nobody is signed in");
    const caller = createCaller({ ...guest(services), actor });
    await expect(caller.identity.users.list({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(caller.identity.updateProfile({ name: "Ada" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await caller.identity.me()).toMatchObject({ secondFactor: "missing", permissions: [] });
    const { secret } = await caller.identity.twoFactor.begin({ password: PASSWORD });
    await caller.identity.twoFactor.confirm({ code: codeOf(secret) });
    const now = await resolveActor(services, { sessionId, kind: "admin" });
    expect(now).toMatchObject({ secondFactorMissing: false });
    expect(
      (await createCaller({ ...guest(services), actor: now }).identity.users.list({})).items.length,
    ).toBeGreaterThan(0);
  });
});

describe("blocking", () => {
  test("T10 ends every session at once, keeps the person out and tells them why; unblocking lets them in", async () => {
    const [ada, asha] = [await add("ada"), await add("asha")];
    const session = await signedIn(services, asha);
    const admin = await callerOf(ada);
    expect(await admin.identity.users.get({ id: asha.id })).toMatchObject({ blocked: false, liveSessions: 1 });
    await admin.identity.users.block({ id: asha.id, reason: "Chargebacks <b>again</b>" });
    expect(await isLive(session.actor.sessionId)).toBe(false);
    const enter = () => signIn(guest(services), { email: asha.email, password: PASSWORD, kind: "web" });
    await expect(enter()).rejects.toMatchObject({ code: "account_blocked" });
    const [mail] = (await queuedMails(services)).filter((queued) => queued.to === asha.email);
    expect(mail).toMatchObject({ template: "account-blocked", data: { reason: "Chargebacks again" } });
    expect(await admin.identity.users.get({ id: asha.id })).toMatchObject({ blocked: true, liveSessions: 0 });
    await admin.identity.users.unblock({ id: asha.id });
    expect((await enter()).kind).toBe("signed_in");
  });

  test("T99 oneself, or a colleague without being the owner, is refused", async () => {
    const [ada, omar, olga] = [await add("ada"), await add("omar"), await add("olga")];
    const admin = await callerOf(ada);
    for (const id of [ada.id, omar.id, olga.id])
      await expect(admin.identity.users.block({ id, reason: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await (await callerOf(olga)).identity.users.block({ id: omar.id, reason: "left" });
    await expect(admin.identity.users.block({ id: "usr_none", reason: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("T99 is not for staff, learners and visitors", async () => {
    const asha = await add("asha");
    for (const who of [await callerOf(await add("omar")), await callerOf(asha)])
      await expect(who.identity.users.block({ id: asha.id, reason: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      createCaller(guest(services)).identity.users.block({ id: asha.id, reason: "x" }),
    ).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("roles", () => {
  test("T10 T99 are given and taken by the owner; the person's sessions end; the audit says who did", async () => {
    const [olga, asha] = [await add("olga"), await add("asha")];
    const session = await signedIn(services, asha);
    const owner = await callerOf(olga);
    await owner.identity.users.grantRole({ id: asha.id, role: "instructor" });
    expect(await isLive(session.actor.sessionId)).toBe(false);
    expect((await owner.identity.users.get({ id: asha.id })).roles).toEqual(["learner", "instructor"]);
    await owner.identity.users.revokeRole({ id: asha.id, role: "instructor" });
    const entries = await services.db
      .select()
      .from(tables.auditEntries)
      .where(eq(tables.auditEntries.subjectId, asha.id));
    expect(entries.filter((entry) => entry.actorId === olga.id).map((entry) => entry.action)).toEqual(
      expect.arrayContaining(["identity.grant_role", "identity.revoke_role"]),
    );
    await expect(
      (await callerOf(await add("ada"))).identity.users.grantRole({ id: asha.id, role: "owner" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("keep one owner, also when the last two are removed at the same moment", async () => {
    await services.db.delete(tables.userRoles).where(eq(tables.userRoles.role, "owner"));
    const [olga, second] = [
      await add("olga"),
      await addPerson(services, "olga", { email: `second${serial}@example.com` }),
    ];
    const callers = [await callerOf(olga), await callerOf(second)];
    const outcomes = await Promise.allSettled([
      callers[0]?.identity.users.revokeRole({ id: second.id, role: "owner" }),
      callers[1]?.identity.users.revokeRole({ id: olga.id, role: "owner" }),
    ]);
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const owners = await services.db.select().from(tables.userRoles).where(eq(tables.userRoles.role, "owner"));
    expect(owners).toHaveLength(1);
  });
});

describe("the list of people", () => {
  test("T25 is searched by part of a name or address, where signs that mean something to SQL mean themselves", async () => {
    const [ada, ben] = [await add("ada"), await add("ben")];
    const admin = await callerOf(ada);
    const found = async (q: string) => (await admin.identity.users.list({ q })).items.map((user) => user.id);
    expect(await found(`BEN${serial}@`)).toEqual([ben.id]);
    expect(await found(ben.id)).toEqual([ben.id]);
    for (const q of ["%", "_____", "\\", "%_%_%_%", "'; drop table users; --"]) expect(await found(q)).toEqual([]);
  });

  test("is read page by page, each once, and by role and state", async () => {
    const ada = await add("ada");
    const admin = await callerOf(ada);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.identity.users.list({ limit: 4, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((user) => user.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await services.db.$count(tables.users));
    const admins = (await admin.identity.users.list({ role: "admin", limit: 100 })).items;
    expect(admins.every((user) => user.roles.includes("admin"))).toBe(true);
    expect((await admin.identity.users.list({ state: "blocked" })).items.every((user) => user.blocked)).toBe(true);
  });

  test("tells apart who is active, who has not confirmed their address, and who is blocked", async () => {
    const [asha, ben, ines] = [await add("asha"), await add("ben"), await add("ines")];
    const { users } = tables;
    await services.db.update(users).set({ emailVerifiedAt: null }).where(eq(users.id, ben.id));
    await services.db.update(users).set({ blockedAt: new Date() }).where(eq(users.id, ines.id));
    const admin = await callerOf(await add("ada"));
    const mine = new Set([asha.id, ben.id, ines.id]);
    const found = async (state: "active" | "unverified" | "blocked") =>
      (await admin.identity.users.list({ state, q: `${serial}@example.com`, limit: 100 })).items
        .map((user) => user.id)
        .filter((id) => mine.has(id));
    expect([await found("active"), await found("unverified"), await found("blocked")]).toEqual([
      [asha.id],
      [ben.id],
      [ines.id],
    ]);
  });

  test("is put in order over all its pages, either way round", async () => {
    for (const name of ["ben", "ines", "olga", "omar"] as const) await add(name);
    const admin = await callerOf(await add("ada"));
    const names = async (sort: "name" | "-name") => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await admin.identity.users.list({ sort, limit: 2, cursor });
        seen.push(...page.items.map((user) => `${user.name} ${user.id}`));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return seen;
    };
    const [up, down] = [await names("name"), await names("-name")];
    expect(up).toHaveLength(await services.db.$count(tables.users));
    expect(down).toEqual(up.toReversed());
    const sorted = await services.db.select().from(tables.users).orderBy(tables.users.name, tables.users.id);
    expect(up).toEqual(sorted.map((user) => `${user.name} ${user.id}`));
  });

  test("T21 shows no hash, secret or token in any field", async () => {
    const ada = await add("ada");
    const admin = await callerOf(ada);
    const answer = JSON.stringify([
      await admin.identity.users.list({}),
      await admin.identity.users.get({ id: ada.id }),
    ]);
    expect(answer).not.toMatch(/argon2|hash|secretEncrypted|token/i);
  });
});

describe("an account made at the command line", () => {
  const system = () => contextFor(services, { kind: "system", id: "stoa" }, newId("correlation"));

  test("is confirmed, has its roles, and its second factor works from the start", async () => {
    const totpSecret = newTotpSecret();
    const email = `made${serial}@example.com`;
    await createAccount(system(), { email, name: "Mads", password: PASSWORD, roles: ["admin"], totpSecret });
    const answer = await signIn(guest(services), { email, password: PASSWORD, kind: "admin" });
    const challenge = answer.kind === "second_factor" ? answer.challenge : "";
    const opened = await signInWithCode(guest(services), { challenge, code: codeOf(totpSecret) });
    const actor = await resolveActor(services, { sessionId: opened.sessionId, kind: "admin" });
    expect(actor).toMatchObject({
      kind: "user",
      emailVerified: true,
      secondFactorMissing: false,
      roles: ["learner", "admin"],
    });
    await expect(createAccount(system(), { email, name: "Mads", password: PASSWORD, roles: [] })).rejects.toThrow(
      EmailTaken,
    );
  });

  test("needs a good password", async () => {
    const email = `weak${serial}@example.com`;
    await expect(createAccount(system(), { email, name: "Mads", password: "qwertyuiop", roles: [] })).rejects.toThrow(
      WeakPassword,
    );
  });

  test("is made by nobody else", async () => {
    const ctx = await signedIn(services, await add("olga"));
    await expect(
      createAccount(ctx, { email: `x${serial}@example.com`, name: "X", password: PASSWORD, roles: ["owner"] }),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});
