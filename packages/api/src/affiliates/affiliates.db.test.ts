import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { createCaller } from "../root.ts";
import { addPerson, type CastName, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase());

async function callerOf(who: CastName, as: Parameters<typeof addPerson>[2] = {}) {
  const person = await addPerson(services, who, { email: `${crypto.randomUUID()}@example.com`, ...as });
  return { person, caller: createCaller(await signedIn(services, person)) };
}
const termsVersion = "2026-11";
const join = (caller: ReturnType<typeof createCaller>, code?: string) =>
  caller.affiliates.join({ termsVersion, ...(code ? { code } : {}) });
const auditsOf = (subjectId: string) =>
  services.db.select().from(tables.auditEntries).where(eq(tables.auditEntries.subjectId, subjectId));

describe("joining the programme", () => {
  test("gives a code, a link and a welcome, and the role", async () => {
    const { person, caller } = await callerOf("asha", { locale: "fr" });
    const own = await join(caller, "Asha-Reads");
    expect(own).toMatchObject({
      code: "asha-reads",
      link: "http://web.test/?ref=asha-reads",
      rateBps: 1_000,
      status: "active",
    });
    expect(await caller.affiliates.me()).toEqual(own);
    const mails = await services.db.select().from(tables.mails).where(eq(tables.mails.userId, person.id));
    expect(mails).toMatchObject([{ template: "affiliate-welcome", locale: "fr", recipient: person.email }]);
    const roles = await services.db.select().from(tables.userRoles).where(eq(tables.userRoles.userId, person.id));
    expect(roles.map(({ role }) => role)).toContain("affiliate");
    expect(await auditsOf(own.id)).toMatchObject([{ action: "affiliates.join", actorId: person.id }]);
  });

  test("without a code of one's own draws one that nobody can misread", async () => {
    const { caller } = await callerOf("asha");
    expect((await join(caller)).code).toMatch(/^[bcdfghjkmnpqrstvwxz2-9]{8}$/);
  });

  test("is refused to an address that is not proved, to old terms, to a taken code and to nonsense", async () => {
    const unproved = await callerOf("asha", { emailVerified: false });
    await expect(join(unproved.caller)).rejects.toThrow("Confirm your e-mail address");
    const { caller } = await callerOf("asha");
    await expect(caller.affiliates.join({ termsVersion: "2020-01" })).rejects.toThrow("terms have changed");
    await join((await callerOf("ben")).caller, "taken");
    await expect(join(caller, "TAKEN")).rejects.toThrow("Somebody else has this code");
    for (const code of ["ab", "-abc", "a b c", "ünïcode", "a".repeat(33), "<b>", "../x"])
      await expect(join(caller, code)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(caller.affiliates.me()).rejects.toThrow("not an affiliate yet");
  });

  test("is refused while the programme is closed", async () => {
    const ada = (await callerOf("ada")).caller;
    const { payoutGateways, ...value } = await ada.affiliates.programme();
    expect(payoutGateways).toEqual([]);
    await ada.settings.change({ key: "affiliateProgramme", value: { ...value, open: false } });
    await expect(join((await callerOf("asha")).caller)).rejects.toThrow("takes no new affiliates");
    await ada.settings.change({ key: "affiliateProgramme", value });
  });

  test("twice, also at one moment, makes one affiliate", async () => {
    const { caller } = await callerOf("asha");
    const tries = await Promise.allSettled([join(caller), join(caller), join(caller)]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(join(caller)).rejects.toThrow("affiliate already");
  });

  test("of two who want one code at one moment, one gets it", async () => {
    const [left, right] = [(await callerOf("asha")).caller, (await callerOf("ben")).caller];
    const tries = await Promise.allSettled([join(left, "same-code"), join(right, "same-code")]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("under one idempotency key is answered once and replayed", async () => {
    const person = await addPerson(services, "asha", { email: `${crypto.randomUUID()}@example.com` });
    const caller = createCaller(await signedIn(services, person, { idempotencyKey: crypto.randomUUID() }));
    const first = await join(caller, "keyed");
    expect(await join(caller, "keyed")).toEqual(first);
  });

  test("asks a visitor to sign in", async () => {
    await expect(join(createCaller(guest(services)))).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("suspending", () => {
  test("tells the affiliate once, and reinstating lets the link count again", async () => {
    const { caller, person } = await callerOf("asha");
    const { id } = await join(caller);
    const ada = (await callerOf("ada")).caller;
    const suspend = () => ada.affiliates.manage.suspend({ affiliateId: id, reason: "Spam" });
    await Promise.all([suspend(), suspend()]);
    expect(await caller.affiliates.me()).toMatchObject({ status: "suspended", suspendedReason: "Spam" });
    const mails = await services.db
      .select()
      .from(tables.mails)
      .where(and(eq(tables.mails.userId, person.id), eq(tables.mails.template, "affiliate-suspended")));
    expect(mails).toHaveLength(1);
    await ada.affiliates.manage.reinstate({ affiliateId: id });
    expect(await caller.affiliates.me()).toMatchObject({ status: "active", suspendedReason: null });
    expect((await auditsOf(id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["affiliates.suspend", "affiliates.reinstate"]),
    );
  });

  test("is for who may, and of somebody who exists", async () => {
    const { id } = await join((await callerOf("asha")).caller);
    for (const who of ["asha", "omar"] as const) {
      const { caller } = await callerOf(who);
      await expect(caller.affiliates.manage.suspend({ affiliateId: id, reason: "x" })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const ada = (await callerOf("ada")).caller;
    const nobody = newId("affiliate");
    await expect(ada.affiliates.manage.suspend({ affiliateId: nobody, reason: "x" })).rejects.toThrow("does not exist");
    await expect(ada.affiliates.manage.reinstate({ affiliateId: nobody })).rejects.toThrow("does not exist");
  });
});

describe("rates", () => {
  test("are agreed anew, listed and ended", async () => {
    const { caller } = await callerOf("asha");
    const { id: affiliateId } = await join(caller);
    const ada = (await callerOf("ada")).caller.affiliates.manage;
    const { termId } = await ada.agreeTerms({ affiliateId, rateBps: 2_000 });
    expect(await ada.agreeTerms({ affiliateId, rateBps: 2_500 })).toEqual({ termId });
    expect((await ada.terms({ affiliateId })).items).toMatchObject([{ id: termId, rateBps: 2_500, courseId: null }]);
    expect(await caller.affiliates.me()).toMatchObject({ rateBps: 2_500 });
    await ada.endTerms({ termId });
    await expect(ada.endTerms({ termId })).rejects.toThrow("does not exist");
    expect(await caller.affiliates.me()).toMatchObject({ rateBps: 1_000 });
  });

  test("are refused for nobody, out of bounds, and to who may only read", async () => {
    const ada = (await callerOf("ada")).caller.affiliates.manage;
    await expect(ada.agreeTerms({ rateBps: 100 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(ada.agreeTerms({ affiliateId: newId("affiliate"), rateBps: 9_001 })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await expect(ada.agreeTerms({ affiliateId: newId("affiliate"), rateBps: 100 })).rejects.toThrow("does not exist");
    await expect(ada.agreeTerms({ courseId: newId("course"), rateBps: 100 })).rejects.toThrow("does not exist");
    const omar = (await callerOf("omar")).caller.affiliates.manage;
    await expect(omar.agreeTerms({ affiliateId: newId("affiliate"), rateBps: 1 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

test("T99 nobody who works for Stoa sets a rate of their own, or reinstates themselves", async () => {
  const { caller } = await callerOf("ada");
  const { id: affiliateId } = await join(caller);
  const own = { cause: { code: "affiliate_own" } };
  const { manage } = caller.affiliates;
  await expect(manage.agreeTerms({ affiliateId, rateBps: 9_000 })).rejects.toMatchObject(own);
  const other = (await callerOf("ada")).caller.affiliates.manage;
  const { termId } = await other.agreeTerms({ affiliateId, rateBps: 500 });
  await expect(manage.endTerms({ termId })).rejects.toMatchObject(own);
  await other.suspend({ affiliateId, reason: "Spam" });
  await expect(manage.reinstate({ affiliateId })).rejects.toMatchObject(own);
  expect(await caller.affiliates.me()).toMatchObject({ status: "suspended", rateBps: 500 });
});

describe("creatives", () => {
  test("lead by the affiliate's own link to a page of the shop, until they are retired", async () => {
    const ada = (await callerOf("ada")).caller.affiliates.manage;
    const { creativeId } = await ada.addCreative({
      title: "Draw <b>now</b>",
      body: "Learn to see.",
      path: "/courses?q=draw",
    });
    const { caller } = await callerOf("asha");
    await join(caller, "deep-link");
    expect((await caller.affiliates.creatives()).items).toMatchObject([
      { title: "Draw now", link: "http://web.test/courses?q=draw&ref=deep-link" },
    ]);
    for (const path of ["https://evil.example", "//evil.example", "/\\evil.example", "courses", "/a b"])
      await expect(ada.addCreative({ title: "x", body: "x", path })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await ada.retireCreative({ creativeId });
    await expect(ada.retireCreative({ creativeId })).rejects.toThrow("does not exist");
    expect((await caller.affiliates.creatives()).items).toEqual([]);
  });
});

describe("the list of affiliates", () => {
  test("is paged, found by code, address and id, and open to staff", async () => {
    const joined = [];
    for (let i = 0; i < 3; i++) {
      const { caller, person } = await callerOf("asha");
      joined.push({ ...(await join(caller)), email: person.email });
    }
    const omar = (await callerOf("omar")).caller.affiliates.manage;
    const first = await omar.list({ limit: 2 });
    const second = await omar.list({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
    const [one] = joined;
    for (const q of [one?.code, one?.email, one?.id]) {
      expect((await omar.list({ q: q ?? "" })).items).toMatchObject([{ id: one?.id, clicks: 0, earned: [] }]);
    }
    expect(await omar.get({ affiliateId: one?.id ?? "" })).toMatchObject({
      code: one?.code,
      signals: { clicks30: 0, refundedBps: null },
      stats: { clicks: 0, conversionBps: null, balances: [] },
    });
    await expect((await callerOf("asha")).caller.affiliates.manage.list({})).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
