import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { newTotpSecret, sealTotpSecret, totpOf } from "../identity/second-factor.ts";
import { addPerson, guest, type TestPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createAuth } from "./next-auth.ts";

const services = testServices(testDatabase());
const PASSWORD = "seven wet umbrellas";
const kept = new Map<string, string>();
const authOf = (kind: "web" | "admin", secure = false) =>
  createAuth(async () => services, {
    kind,
    cookiePrefix: kind === "web" ? "stoa" : "stoa-admin",
    secure,
    setCookie: async (name, value) => void kept.set(name, value),
  });
const web = authOf("web");
const admin = authOf("admin");
let asha: TestPerson;
let serial = 0;

let passwordHash = "";
beforeAll(async () => {
  passwordHash = await services.passwords.hash(PASSWORD);
});
beforeEach(async () => {
  serial += 1;
  kept.clear();
  asha = await addPerson(services, "asha", { email: `asha${serial}@example.com`, passwordHash });
});

type Auth = typeof web;
type Handled = Parameters<Auth["handlers"]["GET"]>[0];

/** A browser that keeps what it is given. */
function browser(auth: Auth) {
  const jar = new Map<string, string>();
  const send = async (path: string, form?: Record<string, string>) => {
    const request = new Request(`http://web.test/api/auth/${path}`, {
      method: form ? "POST" : "GET",
      headers: {
        cookie: cookies(),
        "x-forwarded-proto": "http",
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    const answer = await (form ? auth.handlers.POST : auth.handlers.GET)(request as Handled);
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    jar,
    cookies,
    send,
    signIn: async (fields: Record<string, string>) => {
      const { csrfToken } = (await (await send("csrf")).json()) as { csrfToken: string };
      return send("callback/credentials", { csrfToken, ...fields });
    },
    actor: (face = auth.face) =>
      face.actorOf(services, new Request("http://web.test/", { headers: { cookie: cookies() } })),
    session: async () => (await (await send("session")).json()) as unknown,
  };
}

test("a right password gives a cookie that names the person, and nothing about them can be read in it", async () => {
  const tab = browser(web);
  const answer = await tab.signIn({ email: asha.email, password: PASSWORD });
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("stoa.session="));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).not.toContain(asha.id);
  expect(await tab.actor()).toMatchObject({ kind: "user", id: asha.id });
  expect(await tab.session()).toMatchObject({ user: { id: asha.id }, actor: { roles: ["learner"] } });
  expect(kept.has("stoa.device")).toBe(true);
});

test("T10 the cookie stops working the moment its session ends, in the handlers as in the session", async () => {
  const tab = browser(web);
  await tab.signIn({ email: asha.email, password: PASSWORD });
  await services.db.update(tables.sessions).set({ endedAt: new Date() }).where(eq(tables.sessions.userId, asha.id));
  expect((await tab.actor()).kind).toBe("guest");
  expect(await tab.session()).toBeNull();
  expect(tab.jar.has("stoa.session")).toBe(false);
});

test("T10 a cookie of one app is nobody in the other, whatever name it is sent under", async () => {
  const tab = browser(web);
  await tab.signIn({ email: asha.email, password: PASSWORD });
  const value = tab.jar.get("stoa.session") ?? "";
  const headers = { cookie: `stoa.session=${value}; stoa-admin.session=${value}` };
  const actor = await admin.face.actorOf(services, new Request("http://admin.test/", { headers }));
  expect(actor.kind).toBe("guest");
});

test("a wrong password gives no cookie and no reason beyond the code", async () => {
  const tab = browser(web);
  const answer = await tab.signIn({ email: asha.email, password: "not this one" });
  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).toContain("code=wrong_credentials");
  expect((await tab.actor()).kind).toBe("guest");
});

test("with a second factor the password alone opens nothing; the code does", async () => {
  const secret = newTotpSecret();
  await services.db.insert(tables.totpFactors).values({
    userId: asha.id,
    secretEncrypted: sealTotpSecret(guest(services), secret),
    confirmedAt: new Date(),
  });
  const tab = browser(web);
  const answer = await tab.signIn({ email: asha.email, password: PASSWORD });
  expect(answer.headers.get("location")).toContain("code=second_factor");
  expect((await tab.actor()).kind).toBe("guest");
  const code = totpOf(secret, "").generate({ timestamp: services.clock.now().getTime() });
  await tab.signIn({ challenge: "made up", code });
  expect((await tab.actor()).kind).toBe("guest");
});

test("T10 signing out ends the session itself: a copy of the cookie is worth nothing", async () => {
  const tab = browser(web);
  await tab.signIn({ email: asha.email, password: PASSWORD });
  const copied = tab.cookies();
  const { csrfToken } = (await (await tab.send("csrf")).json()) as { csrfToken: string };
  await tab.send("signout", { csrfToken });
  expect(tab.jar.has("stoa.session")).toBe(false);
  const actor = await web.face.actorOf(services, new Request("http://web.test/", { headers: { cookie: copied } }));
  expect(actor.kind).toBe("guest");
  const rows = await services.db.select().from(tables.sessions).where(eq(tables.sessions.userId, asha.id));
  expect(rows.map((row) => row.endedReason)).toEqual(["signed_out"]);
});

test("T15 a post without the page's own token signs nobody in", async () => {
  const tab = browser(web);
  await tab.send("callback/credentials", { email: asha.email, password: PASSWORD });
  expect((await tab.actor()).kind).toBe("guest");
});

test("over HTTPS the cookies are bound to the host", async () => {
  const tab = browser(authOf("web", true));
  const answer = await tab.signIn({ email: asha.email, password: PASSWORD });
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("__Host-stoa.session="));
  expect(cookie).toMatch(/Secure/);
  expect(cookie).not.toMatch(/Domain=/i);
});

test("T12 who sends a bad token is nobody, also with a good cookie", async () => {
  const tab = browser(web);
  await tab.signIn({ email: asha.email, password: PASSWORD });
  for (const authorization of [
    "Bearer stoa_notatokenofoursatall",
    "Bearer",
    "Basic YTpi",
    `Bearer ${tab.jar.get("stoa.session")}`,
  ]) {
    const headers = { cookie: tab.cookies(), authorization };
    const actor = await web.face.actorOf(services, new Request("http://web.test/", { headers }));
    expect(actor.kind).toBe("guest");
  }
});

test("a form larger than a sign-in can be is not read to its end", async () => {
  const endless = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(new Uint8Array(4_096)) });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body: endless, duplex: "half" };
  const request = new Request("http://web.test/api/auth/callback/credentials", init);
  expect((await web.handlers.POST(request as Handled)).status).toBe(413);
});
