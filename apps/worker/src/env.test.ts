import { expect, test } from "vitest";
import { queuePlans, readWorkerEnv } from "./env.ts";

const complete = {
  STOA_ENV: "test",
  DATABASE_URL: "postgres://stoa@127.0.0.1/stoa",
  AUTH_SECRET: "k4T9q2Lw8Zx1Vb6Nm3Rc7Yd5Hf0Jg4Ps",
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

test("the concurrency of a queue can be set", () => {
  const env = readWorkerEnv({ ...complete, WORKER_CONCURRENCY: "webhooks=16, mail=2" });
  expect(env.WORKER_CONCURRENCY).toEqual({ webhooks: { concurrency: 16 }, mail: { concurrency: 2 } });
});

test("the time after which a silent worker's jobs are another's can be set for every queue", () => {
  const plans = queuePlans(readWorkerEnv({ ...complete, WORKER_TAKEOVER_SECONDS: "5", WORKER_CONCURRENCY: "mail=2" }));
  expect(plans.mail).toEqual({ concurrency: 2, lockMs: 5_000, resendAfterMs: 5_000 });
  expect(plans.webhooks).toEqual({ lockMs: 5_000, resendAfterMs: 5_000 });
});

test("a worker without settings of its own follows the plan, on this machine alone", () => {
  expect(readWorkerEnv(complete)).toMatchObject({ WORKER_CONCURRENCY: {}, WORKER_HOST: "127.0.0.1" });
});

test.each(["post=3", "mail=0", "mail=many", "mail"])(
  "the concurrency %j is refused with the queues' names",
  (value) => {
    const read = () => readWorkerEnv({ ...complete, WORKER_CONCURRENCY: value });
    expect(read).toThrow(`"${value}" is not <queue>=<1 to 100>; the queues are webhooks, lms-sync, mail`);
  },
);
