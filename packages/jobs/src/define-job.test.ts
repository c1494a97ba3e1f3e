import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { backoffMs, defineJob } from "./define-job.ts";

const effect = async () => async () => {};

describe("a job's declaration", () => {
  test("is refused when the name is not <domain>.<verb_noun>", () => {
    const declare = () => defineJob({ name: "sendReceipt", queue: "mail", payload: z.object({}), effect });
    expect(declare).toThrow("a job is named <domain>.<verb_noun>, not sendReceipt");
  });

  test("is refused when the job is scheduled and needs a payload", () => {
    const payload = z.object({ orderId: z.string() });
    const declare = () =>
      defineJob({ name: "orders.expire", queue: "maintenance", payload, schedule: { everyMs: HOUR_MS }, effect });
    expect(declare).toThrow("its payload must accept {}");
  });

  test("does not load the handler", () => {
    const load = () => Promise.reject(new Error("loaded"));
    expect(defineJob({ name: "a.b", queue: "mail", payload: z.object({}), run: load }).attempts).toBe(10);
  });
});

describe("the wait after a failure", () => {
  const backoff = { kind: "exponential", baseMs: SECOND_MS, capMs: 10 * MINUTE_MS, jitter: 0.5 } as const;

  test("doubles up to its cap", () => {
    const waits = [1, 2, 3, 10, 11, 1_000].map((attempt) => backoffMs(backoff, attempt, () => 0) / SECOND_MS);
    expect(waits).toEqual([1, 2, 4, 512, 600, 600]);
  });

  test("leaves only its jitter to chance", () => {
    expect(backoffMs(backoff, 3, () => 1)).toBe(2 * SECOND_MS);
    expect(backoffMs({ ...backoff, jitter: 0 }, 3, () => 1)).toBe(4 * SECOND_MS);
  });
});
