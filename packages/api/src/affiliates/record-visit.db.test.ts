import { testDatabase } from "@stoa/db/testing/database";
import { drainJobs } from "@stoa/jobs";
import { DAY_MS } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { jobs } from "../jobs.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { recordVisit } from "./record-visit.ts";
import { refreshStats } from "./refresh-stats.ts";
import { openTouches } from "./touches.ts";

const database = testDatabase();
const services = testServices(database);
const FIREFOX = {
  "user-agent": "Mozilla/5.0 Firefox/140.0",
  "sec-fetch-dest": "document",
  "sec-fetch-mode": "navigate",
};

let last = 0;
async function affiliate() {
  const person = await addPerson(services, "asha", { email: `${crypto.randomUUID()}@example.com` });
  const caller = createCaller(await signedIn(services, person));
  const { id, code } = await caller.affiliates.join({ termsVersion: "2026-11" });
  return { id, code, caller };
}
const freshIp = () => `198.18.7.${++last}`;

function visit(
  code: string,
  as: { referral?: string | null; ip?: string; headers?: Record<string, string>; method?: string } = {},
) {
  const headers = { ...FIREFOX, ...as.headers };
  const sent = new Headers(headers);
  const ctx = guest(services, { ip: as.ip ?? freshIp(), userAgent: headers["user-agent"] });
  const { referral = null, method = "GET" } = as;
  return recordVisit(ctx, { code, path: "/courses/drawing", method, header: (name) => sent.get(name), referral });
}
const clicksOf = async (id: string) =>
  Number((await database.sql`select count(*) from affiliate_clicks where affiliate_id = ${id}`)[0]?.count);
const drain = () => drainJobs(contextAs(services, { kind: "system", id: "test" }), jobs);

describe("a visit by an affiliate's link", () => {
  test("is a click, and is remembered in a cookie that tells nothing", async () => {
    const { id, code } = await affiliate();
    const cookie = await visit(code.toUpperCase(), { headers: { referer: "https://blog.example/post?secret=1" } });
    expect(cookie).toMatchObject({ maxAgeSeconds: 30 * 24 * 60 * 60 });
    expect(cookie?.value).not.toContain(id);
    expect(openTouches(services.secrets, cookie?.value ?? "", services.clock.now())).toEqual([
      { affiliateId: id, at: services.clock.now() },
    ]);
    const [click] = await database.sql`select * from affiliate_clicks where affiliate_id = ${id}`;
    expect(click).toMatchObject({ landing_path: "/courses/drawing", referrer_host: "blog.example" });
    expect(JSON.stringify(click)).not.toContain("198.18.7.");
  });

  test("counts once a day for one visitor, by cookie or by network and browser, also at one moment", async () => {
    const { id, code } = await affiliate();
    const ip = freshIp();
    const cookie = await visit(code, { ip });
    await visit(code, { referral: cookie?.value ?? null });
    await Promise.all(Array.from({ length: 10 }, () => visit(code, { ip })));
    expect(await clicksOf(id)).toBe(1);
    await visit(code);
    expect(await clicksOf(id)).toBe(2);
    services.clock.advance(DAY_MS);
    await visit(code, { ip, referral: cookie?.value ?? null });
    expect(await clicksOf(id)).toBe(3);
  });

  test("T75 of a program, a prefetch, a frame or another site's form sets no cookie and counts for nobody", async () => {
    const { id, code } = await affiliate();
    const tries: Parameters<typeof visit>[1][] = [
      { headers: { "user-agent": "Googlebot/2.1" } },
      { headers: { "sec-purpose": "prefetch" } },
      { headers: { "sec-fetch-dest": "iframe" } },
      { headers: { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" } },
      { method: "POST", headers: { "sec-fetch-site": "cross-site" } },
    ];
    for (const as of tries) expect(await visit(code, as)).toBeNull();
    expect(await clicksOf(id)).toBe(0);
  });

  test("T76 with any cookie, by any code, is answered without an error", async () => {
    const { id, code } = await affiliate();
    for (const referral of ["", "x", "a".repeat(100_000), "\u0000", "AAAA", "eyJhbGciOiJub25lIn0.e30."]) {
      expect(await visit(code, { referral })).not.toBeNull();
    }
    for (const unknown of ["", "nobody", "a".repeat(1_000), "'; drop table affiliates; --", "../x", "%00"]) {
      expect(await visit(unknown)).toBeNull();
    }
    expect(await clicksOf(id)).toBe(6);
  });

  test("T76 of a suspended affiliate counts for nobody", async () => {
    const { id, code } = await affiliate();
    await database.sql`update affiliates set status = 'suspended', suspended_reason = 'spam' where id = ${id}`;
    expect(await visit(code)).toBeNull();
    expect(await clicksOf(id)).toBe(0);
  });

  test("from one network counts no more than a person could make", async () => {
    const { id, code } = await affiliate();
    const ip = freshIp();
    for (let i = 0; i < 130; i++) await visit(code, { ip, headers: { "user-agent": `Mozilla/5.0 Firefox/${i}` } });
    expect(await clicksOf(id)).toBe(120);
  });
});

describe("the statistics", () => {
  test("follow within seconds, by one run for many clicks, and say their age", async () => {
    const { id, code, caller } = await affiliate();
    await drain();
    for (let i = 0; i < 5; i++) await visit(code);
    expect(await caller.affiliates.dashboard({})).toMatchObject({ clicks: 0 });
    const waiting = await database.sql`
      select count(*)::int as n from outbox where job = 'affiliates.refresh_stats' and dedupe_key = ${id} and done_at is null`;
    expect(waiting[0]?.n).toBe(1);
    services.clock.advance(10_000);
    await drain();
    const now = services.clock.now();
    const shown = await caller.affiliates.dashboard({});
    expect(shown).toMatchObject({ clicks: 5, conversions: 0, conversionBps: 0, countedAt: now });
    expect(shown.days.at(-1)).toMatchObject({ day: now.toISOString().slice(0, 10), clicks: 5 });
    await drain();
    expect(await caller.affiliates.dashboard({})).toMatchObject({ clicks: 5, countedAt: now });
  });

  test("counted by several workers at one moment are counted once", async () => {
    const { id, code, caller } = await affiliate();
    for (let i = 0; i < 20; i++) await visit(code);
    const worker = () => refreshStats(contextAs(services, { kind: "job", id: "test" }), { affiliateId: id });
    await Promise.all([worker(), worker(), worker(), visit(code), worker()]);
    await worker();
    expect(await caller.affiliates.dashboard({})).toMatchObject({ clicks: 21 });
  });
});
