import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { DomainError } from "@stoa/kit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Env, readEnv } from "../env.ts";
import { restHandler } from "../http/rest-handler.ts";
import { cpuMsOf } from "../testing/cpu-time.ts";
import { GUEST } from "./actor.ts";
import type { Services } from "./context.ts";
import { createServices } from "./services.ts";
import { inSpan, inTrace } from "./spans.ts";

const database = testDatabase();
const received: { path: string; body: string }[] = [];
let collector: Server;
let base: string;

beforeAll(async () => {
  collector = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => {
  collector.close();
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const body = Buffer.concat(chunks);
  const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  received.push({ path: request.url ?? "", body: text.toString("utf8") });
  response.writeHead(200, { "content-type": "application/json" }).end("{}");
}

function env(more: Record<string, string>): Env {
  return readEnv({
    NODE_ENV: "test",
    STOA_ENV: "test",
    STOA_QUEUE: "postgres",
    LOG_LEVEL: "error",
    DATABASE_URL: database.url,
    AUTH_SECRET: "only-for-tests-0123456789-0123456789",
    STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    ...more,
  });
}

const exported = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.looseObject({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              status: z.object({ code: z.number().optional() }).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});
const spansOf = () =>
  received
    .filter(({ path }) => path === "/v1/traces")
    .flatMap(({ body }) => exported.parse(JSON.parse(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);

/** What a buyer's request does, and what a worker does because of it, one after the other in this process. */
async function requestAndJob(services: Services): Promise<void> {
  const rest = restHandler({ services: async () => services, actorOf: async () => GUEST });
  const headers = { "x-correlation-id": "cor_from_browser" };
  await rest(new Request("http://web.test/api/v1/courses", { headers }));
  await inTrace("cor_from_browser", { name: "job lms.sync_enrolment" }, async () => {
    await services.db.select().from(tables.outbox).limit(1);
    await (await fetch(`${base}/api/resource/User/maya%40example.com`)).text();
  });
}

test("request, procedure, statement, job and outgoing call meet in the trace of one correlation id", async () => {
  const services = await createServices(env({ OTEL_EXPORTER_OTLP_ENDPOINT: base }), { app: "web" });
  await requestAndJob(services);
  const refused = inTrace("cor_other", { name: "refused" }, async () => {
    throw new DomainError("conflict", "taken", "Taken by maya@example.com.");
  });
  await expect(refused).rejects.toThrow("Taken");
  await services.close();

  const spans = spansOf();
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [request] = named("GET /api/v1");
  const [procedure] = named("query courses.list");
  const [job] = named("job lms.sync_enrolment");
  const [call] = named(`GET ${base.slice("http://".length)}`);
  expect(procedure?.parentSpanId).toBe(request?.spanId);
  expect(call?.parentSpanId).toBe(job?.spanId);
  expect(job?.parentSpanId).toBe(request?.parentSpanId);
  expect(new Set([request, procedure, job, call].map((span) => span?.traceId)).size).toBe(1);
  const statements = named("postgres SELECT");
  expect(statements.map((span) => span.parentSpanId)).toEqual(expect.arrayContaining([job?.spanId]));
  expect(named("refused")[0]?.traceId).not.toBe(job?.traceId);
  expect(named("refused")[0]?.status?.code ?? 0).toBe(0);
  expect(JSON.stringify(spans)).not.toMatch(/maya/);
  expect(spans.some((span) => span.name.startsWith("POST"))).toBe(false);
});

test("without a collector nothing is recorded and nothing leaves", async () => {
  received.length = 0;
  const services = await createServices(env({}), { app: "web" });
  await requestAndJob(services);
  await services.close();
  expect(received.map(({ path }) => path)).toEqual(["/api/resource/User/maya%40example.com"]);
  const cost = await cpuMsOf(async () => {
    for (let i = 0; i < 10_000; i++) await inSpan({ name: "nothing" }, async () => i);
  });
  expect(cost).toBeLessThan(1_000);
});

test("a collector that is away does not keep a process from ending", async () => {
  const away = env({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", SENTRY_DSN: "http://key@127.0.0.1:9/1" });
  const services = await createServices(away, { app: "web" });
  await requestAndJob(services);
  await services.close();
});

test("Sentry is told of errors nobody expected, with their correlation id and without personal data", async () => {
  received.length = 0;
  const dsn = base.replace("http://", "http://publickey@");
  const services = await createServices(env({ SENTRY_DSN: `${dsn}/42` }), { app: "worker" });
  const log = services.log.child({ correlationId: "cor_1", job: "notifications.send_mail" });
  log.error({ err: new DomainError("not_found", "no_order", "No such order.") }, "refused");
  const outer = new Error("could not mail maya@example.com with Bearer abcdefgh12345678", {
    cause: Object.assign(new Error("row"), { detail: "Key (email)=(maya@example.com)" }),
  });
  log.error({ err: outer, email: "maya@example.com", attempt: 3 }, "job is dead");
  await services.close();

  const envelopes = received.filter(({ path }) => path.startsWith("/api/42/envelope"));
  expect(envelopes).toHaveLength(1);
  const body = envelopes[0]?.body ?? "";
  expect(body).toContain("could not mail [e-mail] with Bearer [redacted]");
  expect(body).toMatch(/"correlationId":"cor_1"/);
  expect(body).toMatch(/"job":"notifications.send_mail"/);
  expect(body).toMatch(/"attempt":3/);
  expect(body).not.toMatch(/maya|abcdefgh12345678/);
});
