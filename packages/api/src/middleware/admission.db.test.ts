import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { restHandler } from "../http/rest-handler.ts";
import { trpcHandler } from "../http/trpc-handler.ts";
import { signIn, signInWithCode } from "../identity/index.ts";
import { type AccessRules, type AccessScope, OPEN_TO_ALL } from "../platform/access-rules.ts";
import { GUEST } from "../platform/actor.ts";
import type { RequestFacts } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase(), {
  environment: { TRUSTED_PROXIES: "1", COUNTRY_HEADER: "CF-IPCountry" },
});
const face = { services: async () => services, actorOf: async () => GUEST };
const PASSWORD = "seven wet umbrellas";
const HERE = { ip: "203.0.113.7", country: "IN" };
const THERE = { ip: "198.51.100.9", country: "FR" };
let ada: TestPerson;

beforeAll(async () => {
  const passwordHash = await services.passwords.hash(PASSWORD);
  await addPerson(services, "asha", { passwordHash });
  await addPerson(services, "omar", { passwordHash });
  ada = await addPerson(services, "ada");
});
beforeEach(async () => {
  await services.db.delete(tables.settings);
  await services.cache.invalidate(["settings"]);
});

const adaFrom = async (request: Partial<RequestFacts>) => createCaller(await signedIn(services, ada, request));
const set = async (key: AccessScope, rules: Partial<AccessRules>, from: Partial<RequestFacts> = HERE) =>
  (await adaFrom(from)).settings.change({ key, value: { ...OPEN_TO_ALL, ...rules } });
const enter = (request: Partial<RequestFacts>, email = "asha@example.com", kind: "web" | "admin" = "web") =>
  signIn(guest(services, request), { email, password: PASSWORD, kind });
const refused = { code: "not_admitted", kind: "forbidden", details: {} };
const overTrpc = { code: "FORBIDDEN", cause: refused };

describe("signing in", () => {
  test("is open to everybody until a rule is set, and then to whom it lets in, at once", async () => {
    expect(await enter(THERE)).toMatchObject({ kind: "signed_in" });
    await set("signInAccess", { allowNetworks: ["203.0.113.0/24"] });
    await expect(enter(THERE)).rejects.toMatchObject(refused);
    expect(await enter(HERE)).toMatchObject({ kind: "signed_in" });
    await set("signInAccess", {});
    expect(await enter(THERE)).toMatchObject({ kind: "signed_in" });
  });

  test("is refused alike for an account that is and one that is not, before a password is checked", async () => {
    await set("signInAccess", { denyCountries: ["FR"] });
    const before = services.passwords.checks();
    for (const email of ["asha@example.com", "nobody@example.com"])
      await expect(enter(THERE, email)).rejects.toMatchObject(refused);
    expect(services.passwords.checks()).toBe(before);
  });

  test("is refused to the mobile app and at the second step as well", async () => {
    await set("signInAccess", { denyNetworks: ["198.51.100.0/24", "2001:db8::/32"] });
    const input = { email: "asha@example.com", password: PASSWORD };
    for (const ip of [THERE.ip, "2001:db8::9", `::ffff:${THERE.ip}`])
      await expect(createCaller(guest(services, { ip })).identity.signIn(input)).rejects.toMatchObject(overTrpc);
    const until = services.clock.now().getTime() + 60_000;
    const body = JSON.stringify({ userId: ada.id, kind: "web", passwordAge: 0, until });
    const challenge = services.secrets.seal("second-factor-challenge", body);
    const secondStep = (request: Partial<RequestFacts>) =>
      signInWithCode(guest(services, request), { challenge, code: "000000" });
    await expect(secondStep(THERE)).rejects.toMatchObject(refused);
    await expect(secondStep(HERE)).rejects.toMatchObject({ code: "wrong_code" });
  });

  test("of staff to their rooms follows their own rule, not the learners'", async () => {
    await set("signInAccess", { denyNetworks: [THERE.ip] });
    expect(await enter(THERE, "omar@example.com", "admin")).toMatchObject({ kind: "signed_in" });
    await set("staffAccess", { allowNetworks: [HERE.ip] });
    await expect(enter(THERE, "omar@example.com", "admin")).rejects.toMatchObject(refused);
    expect(await enter(HERE, "omar@example.com", "admin")).toMatchObject({ kind: "signed_in" });
  });
});

describe("a public form", () => {
  const forms = (request: Partial<RequestFacts>) => {
    const caller = createCaller(guest(services, request));
    return [
      () => caller.identity.signUp({ name: "New", email: "new@example.com", password: PASSWORD }),
      () => caller.identity.resendVerification({ email: "asha@example.com" }),
      () => caller.identity.requestPasswordReset({ email: "asha@example.com" }),
      () => caller.checkout.start({ lines: [{ kind: "course", id: "nothing" }], email: "asha@example.com" }),
    ];
  };

  test("is closed where the rule says so, each of them, and the rest of the shop stays open", async () => {
    await set("publicFormAccess", { allowCountries: ["IN"], unknownCountry: "deny" });
    for (const send of forms(THERE)) await expect(send()).rejects.toMatchObject(overTrpc);
    for (const send of forms({ ip: HERE.ip, country: null })) await expect(send()).rejects.toMatchObject(overTrpc);
    await forms(HERE)[0]?.();
    await expect(forms(HERE)[3]?.()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await createCaller(guest(services, THERE)).courses.list({})).items).toEqual([]);
  });

  test("with an unknown country is open when the rule says so", async () => {
    await set("publicFormAccess", { denyCountries: ["FR"], unknownCountry: "allow" });
    await forms({ ip: THERE.ip, country: null })[1]?.();
  });

  test("is closed to one's own country when one wants it so; that shuts nobody out of the settings", async () => {
    await set("publicFormAccess", { denyCountries: ["IN"] });
    await expect(forms(HERE)[1]?.()).rejects.toMatchObject(overTrpc);
  });
});

describe("over HTTP", () => {
  const rest = restHandler(face);
  const trpc = trpcHandler(face);
  const post = (handler: typeof rest, path: string, body: unknown, headers: Record<string, string>) =>
    handler(
      new Request(`http://web.test${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    );
  const buy = (headers: Record<string, string>) =>
    post(rest, "/api/v1/checkouts", { lines: [{ kind: "course", id: "nothing" }], email: "a@example.com" }, headers);

  test("the country and address that count are those our proxy saw, whatever the caller writes", async () => {
    await set("publicFormAccess", { allowCountries: ["IN"], denyNetworks: ["192.0.2.0/24"], unknownCountry: "deny" });
    const status = async (headers: Record<string, string>) => (await buy(headers)).status;
    expect(await status({ "x-forwarded-for": THERE.ip, "cf-ipcountry": "IN" })).toBe(404);
    expect(await status({ "x-forwarded-for": THERE.ip, "cf-ipcountry": "FR" })).toBe(403);
    expect(await status({ "x-forwarded-for": THERE.ip, "x-country": "IN" })).toBe(403);
    expect(await status({ "x-stoa-peer": THERE.ip, "cf-ipcountry": "IN" })).toBe(403);
    expect(await status({ "x-forwarded-for": `${THERE.ip}, 192.0.2.7`, "cf-ipcountry": "IN" })).toBe(403);
  });

  test("the answer is 403 with one code and nothing more", async () => {
    await set("publicFormAccess", { denyNetworks: [THERE.ip] });
    const answer = await buy({ "x-forwarded-for": THERE.ip });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "not_admitted", details: {} } });
  });

  test("each call of a batch is held to the rule, and forms take no batch", async () => {
    await set("signInAccess", { denyNetworks: [THERE.ip] });
    const forwarded = { "x-forwarded-for": THERE.ip };
    const batch = await post(trpc, "/api/trpc/identity.resendVerification,settings.public?batch=1", {}, forwarded);
    expect(await batch.json()).toMatchObject({ error: { code: "not_in_a_batch" } });
    const start = await post(trpc, "/api/trpc/checkout.start,checkout.start?batch=1", {}, forwarded);
    expect(await start.json()).toMatchObject({ error: { code: "not_in_a_batch" } });
  });
});

describe("staff", () => {
  test("do nothing from outside of where they may work, though they are signed in", async () => {
    await set("staffAccess", { allowNetworks: [HERE.ip] });
    await expect((await adaFrom(THERE)).settings.all()).rejects.toMatchObject(overTrpc);
    await expect((await adaFrom(THERE)).reporting.overview({})).rejects.toMatchObject(overTrpc);
    expect((await (await adaFrom(HERE)).settings.all()).staffAccess.allowNetworks).toEqual([HERE.ip]);
  });

  test("are told where they are seen to come from", async () => {
    expect(await (await adaFrom(THERE)).settings.callerOrigin()).toEqual(THERE);
  });

  test.each(["staffAccess", "signInAccess"] as const)("cannot shut themselves out with %s", async (key) => {
    const shut: Partial<AccessRules>[] = [
      { denyNetworks: ["203.0.113.0/24"] },
      { allowNetworks: ["198.51.100.0/24"] },
      { denyCountries: ["IN"] },
      { allowCountries: ["FR"] },
    ];
    for (const rules of shut)
      await expect(set(key, rules)).rejects.toMatchObject({ cause: { code: "would_shut_you_out", details: HERE } });
    const unknown = { ip: HERE.ip, country: null };
    await expect(set(key, { allowCountries: ["IN"], unknownCountry: "deny" }, unknown)).rejects.toThrow("shut you out");
    expect(await services.db.select().from(tables.settings)).toEqual([]);
  });

  test("leave a trace of each change, with what was said before", async () => {
    await set("staffAccess", { allowCountries: ["IN"] });
    await set("staffAccess", { allowCountries: ["IN", "FR"] });
    const entries = await services.db
      .select()
      .from(tables.auditEntries)
      .where(eq(tables.auditEntries.subjectId, "staffAccess"));
    expect(entries.at(-1)).toMatchObject({
      actorId: ada.id,
      before: { value: { allowCountries: ["IN"] } },
      after: { value: { allowCountries: ["IN", "FR"] } },
    });
  });

  test("set no rule that is none, and only who may change settings sets one", async () => {
    await expect(set("staffAccess", { denyNetworks: ["everywhere"] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const omar = createCaller(await signedIn(services, await addPerson(services, "omar", { email: "o@example.com" })));
    const change = omar.settings.change({ key: "staffAccess", value: OPEN_TO_ALL });
    await expect(change).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

test("work that comes over no network is not asked where from", async () => {
  await set("staffAccess", { allowNetworks: [HERE.ip] });
  const job = { ...contextAs(services, { kind: "system", id: "command-line" }), request: null };
  expect((await createCaller(job).settings.all()).staffAccess.allowNetworks).toEqual([HERE.ip]);
});
