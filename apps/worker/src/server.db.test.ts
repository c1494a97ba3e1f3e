import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createMetrics } from "@stoa/api/platform/metrics";
import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { enqueue } from "@stoa/jobs";
import type { QueueBackend } from "@stoa/jobs/backends/backend";
import { openPostgresBackend, prepareQueueDatabase } from "@stoa/jobs/backends/postgres";
import { silentLog, systemClock } from "@stoa/kit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { startServer } from "./server.ts";

const database = testDatabase();
const OPS_TOKEN = "correct horse battery staple";
let backend: QueueBackend;
let server: Server;
let url: string;
let running: boolean;
const context = () => ({ db: database.db, clock: systemClock, correlationId: "cor_1" });

beforeAll(async () => {
  await prepareQueueDatabase(database.url);
  backend = await openPostgresBackend({ url: database.url, log: silentLog });
  const metrics = createMetrics();
  const options = { host: "127.0.0.1", port: 0, backend, metrics, log: silentLog, opsToken: OPS_TOKEN };
  server = await startServer({ ...options, ctx: context(), isRunning: () => running });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await backend.close();
});
beforeEach(async () => {
  running = true;
  await database.db.delete(tables.outbox);
});

const get = (path: string, password?: string) => {
  const credentials = Buffer.from(`ops:${password}`).toString("base64");
  return fetch(url + path, { headers: password === undefined ? {} : { authorization: `Basic ${credentials}` } });
};

describe("health", () => {
  test("is answered while the process lives", async () => {
    expect((await get("/health")).status).toBe(200);
  });

  test("is ready when Postgres and the queue answer", async () => {
    const response = await get("/health/ready");
    expect(await response.json()).toEqual({ status: "ready", checks: { postgres: true, queue: true } });
  });

  test("is not ready any more once the worker is stopping", async () => {
    running = false;
    expect((await get("/health/ready")).status).toBe(503);
  });
});

test("the metrics tell how many messages wait, and for how long", async () => {
  const job = { name: "orders.send_receipt", queue: "mail", payload: z.object({}) } as const;
  await enqueue(context(), job, {}, { availableAt: new Date(Date.now() - 90_000) });
  const text = await (await get("/metrics")).text();
  expect(text).toContain('stoa_outbox_messages{queue="mail",state="unsent"} 1');
  expect(text).toContain('stoa_outbox_messages{queue="webhooks",state="dead"} 0');
  expect(text).toMatch(/stoa_outbox_oldest_seconds\{queue="mail"\} 9\d/);
});

describe("the queue screen", () => {
  test.each([undefined, "", "wrong"])("is closed to the password %j", async (password) => {
    expect((await get("/queues", password)).status).toBe(401);
    expect((await get("/queues/api/queues", password)).status).toBe(401);
  });

  test("shows every queue to who has the token", async () => {
    const body: unknown = await (await get("/queues/api/queues", OPS_TOKEN)).json();
    const names = z
      .object({ queues: z.array(z.object({ name: z.string() })) })
      .parse(body)
      .queues.map(({ name }) => name);
    expect(names).toEqual([
      "webhooks",
      "lms-sync",
      "mail",
      "notifications",
      "outgoing-webhooks",
      "affiliate-stats",
      "maintenance",
      "reconciliation",
    ]);
  });

  test("changes nothing", async () => {
    const headers = { authorization: `Basic ${Buffer.from(`ops:${OPS_TOKEN}`).toString("base64")}` };
    const paused = await fetch(`${url}/queues/api/queues/mail/pause`, { method: "PUT", headers });
    expect(paused.status).toBeGreaterThanOrEqual(400);
  });
});
