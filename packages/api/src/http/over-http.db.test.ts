import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { desc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GUEST } from "../platform/actor.ts";
import { testServices } from "../testing/services.ts";
import { clientCountry, clientIp } from "./request-context.ts";
import { restHandler } from "./rest-handler.ts";
import { procedures } from "./routes.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { type RunningServer, serveRequests } from "./serve-requests.ts";
import { trpcHandler } from "./trpc-handler.ts";

const services = testServices(testDatabase());
const face = { services: async () => services, actorOf: async () => GUEST };
let server: RunningServer;
let metrics: RunningServer;
let url: string;

/** The fetch handlers behind our own server, as Next stands between them in production. */
beforeAll(async () => {
  const [rest, trpc] = [restHandler(face), trpcHandler(face)];
  server = await serveRequests(
    async (incoming, response) => {
      const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
      const { method = "GET" } = incoming;
      const chunks: Uint8Array[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
      const body = method === "GET" || method === "HEAD" ? null : new Uint8Array(Buffer.concat(chunks));
      const request = new Request(`http://web.test${incoming.url}`, { method, headers, body });
      const answer = await (incoming.url?.startsWith("/api/trpc") ? trpc : rest)(request);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    },
    { port: 0, host: "127.0.0.1" },
  );
  metrics = await serveMetrics(face.services, 0);
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await Promise.all([server.close(), metrics.close()]);
});

const countedFor = async () => {
  const { rateLimitWindows } = tables;
  const rows = await services.db.select().from(rateLimitWindows).orderBy(desc(rateLimitWindows.resetsAt));
  return rows.map(({ key }) => key).filter((key) => key.startsWith("read:courses.list:"));
};

describe("who calls", () => {
  test("is the socket's address, whatever the caller's headers say", async () => {
    const claims = { "x-stoa-peer": "203.0.113.1", "x-forwarded-for": "203.0.113.2", "x-real-ip": "203.0.113.3" };
    await fetch(`${url}/api/v1/courses`, { headers: claims });
    expect(await countedFor()).toEqual(["read:courses.list:127.0.0.1"]);
  });

  test("behind proxies of ours is the hop that the outermost of them saw", () => {
    const headers = new Headers({ "x-stoa-peer": "10.0.0.1", "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.2" });
    expect([0, 1, 2, 3, 4].map((proxies) => clientIp(headers, proxies))).toEqual([
      "10.0.0.1",
      "10.0.0.2",
      "203.0.113.7",
      "6.6.6.6",
      "10.0.0.1",
    ]);
    headers.set("x-forwarded-for", "203.0.113.7, <script>");
    expect(clientIp(headers, 1)).toBe("10.0.0.1");
  });

  test("comes from the country that a proxy of ours tells, and from none that they tell themselves", () => {
    const country = (headers: Record<string, string>, env: Parameters<typeof clientCountry>[1]) =>
      clientCountry(new Headers(headers), env);
    const proxied = { TRUSTED_PROXIES: 1, COUNTRY_HEADER: "X-Geo" };
    const through = { "x-forwarded-for": "203.0.113.7" };
    expect(country({ ...through, "x-geo": "IN" }, proxied)).toBe("IN");
    expect(country({ "x-geo": "IN" }, proxied)).toBeNull();
    expect(country({ ...through, "x-geo": "IN" }, { ...proxied, TRUSTED_PROXIES: 0 })).toBeNull();
    expect(country({ ...through, "x-geo": "IN" }, { ...proxied, TRUSTED_PROXIES: 2 })).toBeNull();
    expect(country({ ...through, "cf-ipcountry": "IN" }, proxied)).toBeNull();
    expect(country({ ...through, "cf-ipcountry": "IN" }, { TRUSTED_PROXIES: 1, COUNTRY_HEADER: undefined })).toBeNull();
    for (const unknown of ["XX", "T1", "India", ""])
      expect(country({ ...through, "x-geo": unknown }, proxied)).toBeNull();
  });
});

describe("over real HTTP", () => {
  test("an answer tells its correlation id and what is left of the bound", async () => {
    const given = await fetch(`${url}/api/v1/courses`, { headers: { "x-correlation-id": "cor_given_1" } });
    expect(given.headers.get("x-correlation-id")).toBe("cor_given_1");
    expect(Number(given.headers.get("ratelimit-remaining"))).toBeGreaterThan(0);
    for (const bad of ["short", "x".repeat(200), "two words here"]) {
      const answer = await fetch(`${url}/api/v1/courses`, { headers: { "x-correlation-id": bad } });
      expect(answer.headers.get("x-correlation-id")).toMatch(/^cor_/);
    }
  });

  test("a refusal carries one correlation id in header and body", async () => {
    const answer = await fetch(`${url}/api/v1/nowhere`);
    const { error } = (await answer.json()) as { error: { correlationId: string } };
    expect(error.correlationId).toBe(answer.headers.get("x-correlation-id"));
  });

  test("T24 a method in a header changes nothing, and no GET reaches a mutation", async () => {
    const overridden = await fetch(`${url}/api/v1/checkouts`, { headers: { "x-http-method-override": "POST" } });
    expect(overridden.status).toBe(404);
    for (const { path, type } of procedures().filter(({ type }) => type === "mutation")) {
      const answer = await fetch(`${url}/api/trpc/${path}`);
      expect([path, type, answer.status]).toEqual([path, "mutation", 405]);
    }
  });

  test("T87 an escape that is none, or a path that climbs, is refused and not an accident of ours", async () => {
    for (const path of ["/api/v1/courses/%E0%A4%A", "/api/v1/%2e%2e/trpc", "/api/trpc/%E0%A4%A,a"]) {
      const { status } = await fetch(url + path);
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
  });

  test("T15 a page of another site cannot post, a program with a token may", async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/api/v1/checkouts`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: "{}",
      });
    expect((await post({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post({ "sec-fetch-site": "same-origin" })).status).toBe(400);
    expect((await post({ "sec-fetch-site": "cross-site", authorization: "Bearer stoa_x" })).status).toBe(400);
  });

  test("T35 metrics are told on their own port, and nothing else is", async () => {
    const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
    expect(text).toContain('stoa_procedure_seconds_count{path="courses.list",outcome="ok"}');
    expect((await fetch(`http://127.0.0.1:${metrics.port}/api/v1/courses`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });
});
