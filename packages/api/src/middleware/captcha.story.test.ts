import { testDatabase } from "@stoa/db/testing/database";
import { silentLog } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { testShop } from "../checkout/testing/shop.ts";
import { restHandler } from "../http/rest-handler.ts";
import { trpcHandler } from "../http/trpc-handler.ts";
import { GUEST } from "../platform/actor.ts";
import { type Captcha, createCaptcha } from "../platform/captcha.ts";
import type { Services } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";

const shop = testShop(testDatabase());
let services: Services;
let serial = 0;

beforeAll(() => {
  services = { ...shop.services, captcha: captchaWith("sandbox") };
});
afterEach(() => shop.sandbox.control("DELETE", "faults"));

function captchaWith(secretKey: string, hostname = "web.test"): Captcha {
  const verifyUrl = `${shop.sandbox.url}/turnstile/v0/siteverify`;
  return createCaptcha({ secretKey, verifyUrl, hostname, log: silentLog });
}

/** A token as the widget's frame gives it to the page. */
async function solve(action: string, parent = "http://web.test", sitekey = "sandbox"): Promise<string> {
  const asked = new URLSearchParams({ id: "w1", sitekey, action, parent, theme: "auto" });
  const page = await (await fetch(`${shop.sandbox.url}/turnstile/v0/frame?${asked}`)).text();
  return /data-token="([^"]+)"/.exec(page)?.[1] ?? "";
}

const visitor = (captchaToken: string | null, more: { captcha?: Captcha; idempotencyKey?: string } = {}) => {
  serial += 1;
  const with_ = more.captcha ? { ...services, captcha: more.captcha } : services;
  const ip = `198.18.0.${serial}`;
  return createCaller(guest(with_, { ip, captchaToken, idempotencyKey: more.idempotencyKey ?? null }));
};
const someone = () => ({ name: "New", email: `${crypto.randomUUID()}@example.com`, password: "seven wet umbrellas" });
const askReset = (caller: ReturnType<typeof visitor>) =>
  caller.identity.requestPasswordReset({ email: "nobody@example.com" });
const because = (code: string) => ({ cause: { code, details: { field: "captchaToken" } } });

describe("a guest's form", () => {
  test("goes through with the token of its widget, once", async () => {
    const token = await solve("sign_up");
    expect(await visitor(token).identity.signUp(someone())).toEqual({ sent: true });
    await expect(visitor(token).identity.signUp(someone())).rejects.toMatchObject(because("captcha_refused"));
  });

  test("sent twice at once with one token goes through once", async () => {
    const token = await solve("sign_up");
    const sent = await Promise.allSettled([1, 2, 3, 4].map(() => visitor(token).identity.signUp(someone())));
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("without a token is told which field is missing, each form alike", async () => {
    const start = (token: string | null) => visitor(token).checkout.start({ lines: [{ kind: "course", id: "x" }] });
    for (const token of [null, ""]) {
      for (const send of [
        () => visitor(token).identity.signUp(someone()),
        () => visitor(token).identity.resendVerification({ email: "a@example.com" }),
        () => askReset(visitor(token)),
        () => start(token),
      ])
        await expect(send()).rejects.toMatchObject({ code: "BAD_REQUEST", ...because("captcha_needed") });
    }
  });

  test("is refused with a token that was made up, is too long, or was solved for another form or site", async () => {
    const tokens = [
      "0.made-up",
      "x".repeat(3_000),
      await solve("sign_up"),
      await solve("password_reset", "https://evil.example"),
      await solve(""),
    ];
    for (const token of tokens)
      await expect(askReset(visitor(token))).rejects.toMatchObject(because("captcha_refused"));
    expect(await askReset(visitor(await solve("password_reset")))).toEqual({ sent: true });
  });

  test("is asked of nobody who is signed in, nor where no captcha is set up", async () => {
    const asha = await signedIn(services, await addPerson(services, "asha", { email: "asha-captcha@example.com" }));
    expect(await createCaller(asha).identity.resendVerification({ email: "nobody@example.com" })).toEqual({
      sent: true,
    });
    const key = contextAs(services, { kind: "api_key", id: "key_1", permissions: new Set() });
    expect(await createCaller(key).identity.requestPasswordReset({ email: "nobody@example.com" })).toEqual({
      sent: true,
    });
    expect(await createCaller(guest(shop.services)).identity.signUp(someone())).toEqual({ sent: true });
  });
});

describe("Cloudflare's keys for testing", () => {
  test("pass, refuse, and say that a token was used, as documented", async () => {
    const dummy = await solve("sign_up", "http://web.test", "1x00000000000000000000AA");
    expect(dummy).toBe("XXXX.DUMMY.TOKEN.XXXX");
    const send = (secret: string) => visitor(dummy, { captcha: captchaWith(secret) }).identity.signUp(someone());
    expect(await send("1x0000000000000000000000000000000AA")).toEqual({ sent: true });
    expect(await send("1x0000000000000000000000000000000AA")).toEqual({ sent: true });
    await expect(send("2x0000000000000000000000000000000AA")).rejects.toMatchObject(because("captcha_refused"));
    await expect(send("3x0000000000000000000000000000000AA")).rejects.toMatchObject(because("captcha_refused"));
  });
});

describe("a purchase", () => {
  test("by a guest takes a token, and its repetition under the same key takes none", async () => {
    const course = await shop.addCourse();
    const input = { lines: [{ kind: "course" as const, id: course.slug }], email: "buyer-1@example.com" };
    const caller = visitor(await solve("checkout"), { idempotencyKey: "captcha-key-1" });
    const first = await caller.checkout.start(input);
    expect(first.redirectUrl).toBeTypeOf("string");
    expect(await caller.checkout.start(input)).toEqual(first);
  });

  test("refused for want of a token keeps no key, so that the next try runs", async () => {
    const course = await shop.addCourse();
    const input = { lines: [{ kind: "course" as const, id: course.slug }], email: "buyer-2@example.com" };
    const ctx = guest(services, { ip: "198.18.1.1", idempotencyKey: "captcha-key-2" });
    await expect(createCaller(ctx).checkout.start(input)).rejects.toMatchObject(because("captcha_needed"));
    const request = { ...guest(services, { ip: "198.18.1.1", idempotencyKey: "captcha-key-2" }).request };
    const captchaToken = await solve("checkout");
    const again = guest(services, { ...request, captchaToken });
    expect((await createCaller(again).checkout.start(input)).status).toBe("pending");
  });

  test("over REST brings the token in a header", async () => {
    const rest = restHandler({ services: async () => services, actorOf: async () => GUEST });
    const course = await shop.addCourse();
    const body = JSON.stringify({ lines: [{ kind: "course", id: course.slug }], email: "buyer-3@example.com" });
    const post = (headers: Record<string, string>) =>
      rest(
        new Request("http://web.test/api/v1/checkouts", {
          method: "POST",
          headers: { "content-type": "application/json", "x-stoa-peer": "198.18.2.1", ...headers },
          body,
        }),
      );
    const without = await post({});
    expect(without.status).toBe(400);
    expect(await without.json()).toMatchObject({
      error: { code: "captcha_needed", details: { field: "captchaToken" } },
    });
    const started = await post({ "x-captcha-token": await solve("checkout") });
    expect(started.status).toBe(200);
    expect(await started.json()).toMatchObject({ status: "pending" });
  });
});

describe("while the service", () => {
  const outages = [
    { kind: "error", rate: 1 },
    { kind: "cut_before", rate: 1 },
    { kind: "delay", rate: 1, delayMs: 20_000 },
  ];

  test.each(outages)("answers with $kind, mails wait and sales go on", async (fault) => {
    const course = await shop.addCourse();
    const email = `outage-${fault.kind}@example.com`;
    const tokens = [await solve("sign_up"), await solve("password_reset"), await solve("checkout")] as const;
    await shop.sandbox.control("POST", "faults", { target: "turnstile", ...fault });
    const [signedUp, reset, sold, tokenless] = await Promise.allSettled([
      visitor(tokens[0]).identity.signUp(someone()),
      askReset(visitor(tokens[1])),
      visitor(tokens[2]).checkout.start({ lines: [{ kind: "course", id: course.slug }], email }),
      visitor(null).checkout.start({ lines: [{ kind: "course", id: course.slug }], email }),
    ]);
    const down = { status: "rejected", reason: { code: "SERVICE_UNAVAILABLE", ...because("captcha_unavailable") } };
    expect(signedUp).toMatchObject(down);
    expect(reset).toMatchObject(down);
    expect(sold).toMatchObject({ status: "fulfilled", value: { status: "pending" } });
    expect(tokenless).toMatchObject({ status: "rejected", reason: because("captcha_needed") });
  });

  test("does not know our secret, it counts as away: that is no visitor's fault", async () => {
    const captcha = captchaWith("somebody-elses");
    const token = await solve("password_reset");
    await expect(askReset(visitor(token, { captcha }))).rejects.toMatchObject(because("captcha_unavailable"));
  });
});

test("forms take no batch, since one header holds one token", async () => {
  const trpc = trpcHandler({ services: async () => services, actorOf: async () => GUEST });
  const request = new Request("http://web.test/api/trpc/checkout.start,checkout.start?batch=1", {
    method: "POST",
    headers: { "content-type": "application/json", "x-captcha-token": await solve("checkout") },
    body: "{}",
  });
  expect(await (await trpc(request)).json()).toMatchObject({ error: { code: "not_in_a_batch" } });
});
