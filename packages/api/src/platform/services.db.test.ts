import { testDatabase } from "@stoa/db/testing/database";
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { readEnv } from "../env.ts";
import { createServices } from "./services.ts";

const database = testDatabase();

test("a statement of more than a second is logged with its text and without its parameters", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const services = await createServices(
    readEnv({
      NODE_ENV: "test",
      STOA_ENV: "test",
      STOA_QUEUE: "postgres",
      LOG_LEVEL: "warn",
      DATABASE_URL: database.url,
      AUTH_SECRET: "only-for-tests-0123456789-0123456789",
      STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    }),
    { app: "web" },
  );
  await services.db.execute(sql`select ${"maya"}::text, pg_sleep(0.2)`);
  await services.db.execute(sql`select ${"maya"}::text, pg_sleep(1.05)`);
  await services.close();
  const lines = written.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("slow query"));
  written.mockRestore();
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? "{}") as Record<string, unknown>;
  expect(line).toMatchObject({ level: "warn", app: "web", query: "select $1::text, pg_sleep(1.05)" });
  expect(line.ms).toBeGreaterThan(1_000);
  expect(lines[0]).not.toContain("maya");
});
