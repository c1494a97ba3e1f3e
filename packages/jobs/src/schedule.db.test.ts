import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS, HOUR_MS, ManualClock, MINUTE_MS, silentLog, systemClock } from "@stoa/kit";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineJob, type JobContext, type Schedule } from "./define-job.ts";
import { drainJobs } from "./drain.ts";
import { nextRun, registerSchedules, type Scheduled, startDueSchedules } from "./schedule.ts";

const database = testDatabase();

function scheduled(schedule: Schedule): Scheduled {
  return { name: "orders.expire_unpaid", queue: "maintenance", payload: z.object({}), schedule };
}

const everyHour = scheduled({ everyMs: HOUR_MS });
const options = (job: Scheduled, clock = systemClock) => ({ db: database.db, clock, jobs: [job] });
const messages = () => database.db.$count(tables.outbox);
const makeDue = () => database.db.update(tables.jobSchedules).set({ nextAt: new Date(Date.now() - MINUTE_MS) });

beforeEach(async () => {
  await database.db.delete(tables.outbox);
  await database.db.delete(tables.jobSchedules);
});

describe("a scheduled job", () => {
  test("does not start before its moment", async () => {
    await registerSchedules(options(everyHour));
    expect(await startDueSchedules(options(everyHour))).toEqual([]);
  });

  test("starts once a period, however many workers look", async () => {
    await registerSchedules(options(everyHour));
    await makeDue();
    const started = await Promise.all(Array.from({ length: 10 }, () => startDueSchedules(options(everyHour))));
    expect(started.flat()).toEqual(["orders.expire_unpaid"]);
    expect(await messages()).toBe(1);
  });

  test("starts once for all the periods in which nobody worked", async () => {
    await registerSchedules(options(everyHour));
    await database.db.update(tables.jobSchedules).set({ nextAt: new Date(Date.now() - 3 * DAY_MS) });
    await startDueSchedules(options(everyHour));
    expect(await startDueSchedules(options(everyHour))).toEqual([]);
    expect(await messages()).toBe(1);
  });

  test("keeps its moment when another worker starts", async () => {
    await registerSchedules(options(everyHour));
    await makeDue();
    await registerSchedules(options(everyHour));
    expect(await startDueSchedules(options(everyHour))).toHaveLength(1);
  });

  test("gets a new moment when its schedule changes", async () => {
    await registerSchedules(options(everyHour));
    await makeDue();
    await registerSchedules(options(scheduled({ everyMs: DAY_MS })));
    expect(await startDueSchedules(options(everyHour))).toEqual([]);
  });

  test("is not started by a worker whose clock runs days ahead, nor twice by one whose clock jumps", async () => {
    const ahead = new ManualClock(new Date(Date.now() + 400 * DAY_MS));
    await registerSchedules(options(everyHour, ahead));
    expect(await startDueSchedules(options(everyHour, ahead))).toEqual([]);
    await makeDue();
    expect(await startDueSchedules(options(everyHour, ahead))).toHaveLength(1);
    ahead.advance(-800 * DAY_MS);
    expect(await startDueSchedules(options(everyHour, ahead))).toEqual([]);
  });

  test("is not asked for again while the last run still waits to be started", async () => {
    await registerSchedules(options(everyHour));
    for (let period = 0; period < 3; period++) {
      await makeDue();
      await startDueSchedules(options(everyHour));
    }
    expect(await messages()).toBe(1);
  });

  test("runs with an empty payload, under a correlation id of its own", async () => {
    const heard: string[] = [];
    const job = defineJob({
      name: "orders.expire_unpaid",
      queue: "maintenance",
      payload: z.object({}),
      schedule: { everyMs: HOUR_MS },
      effect: async () => async (ctx: JobContext) => heard.push(ctx.correlationId),
    });
    await registerSchedules(options(job));
    await makeDue();
    await startDueSchedules(options(job));
    const actor = { kind: "system", id: "test" };
    await drainJobs({ db: database.db, clock: systemClock, log: silentLog, correlationId: "cor_test", actor }, [job]);
    expect(heard).toEqual([expect.stringMatching(/^cor_[a-z0-9]{26}$/)]);
  });
});

describe("the next moment", () => {
  test("of a period lies on one grid, whoever works it out", () => {
    const schedule = { everyMs: 15 * MINUTE_MS };
    expect(nextRun(schedule, new Date("2026-03-01T10:00:00Z"))).toEqual(new Date("2026-03-01T10:15:00Z"));
    expect(nextRun(schedule, new Date("2026-03-01T10:14:59.999Z"))).toEqual(new Date("2026-03-01T10:15:00Z"));
  });

  test("of a daily job stays at its hour when the clocks change, and comes once", () => {
    const nightly = { cron: "30 2 * * *", tz: "Europe/Paris" };
    const spring = nextRun(nightly, new Date("2026-03-28T12:00:00Z"));
    const dayAfter = nextRun(nightly, spring);
    expect(dayAfter).toEqual(new Date("2026-03-30T00:30:00Z"));
    const autumn = nextRun(nightly, new Date("2026-10-24T12:00:00Z"));
    expect(nextRun(nightly, autumn)).toEqual(new Date("2026-10-26T01:30:00Z"));
  });
});
