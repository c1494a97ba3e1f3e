import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@stoa/db/testing/database";
import { systemClock } from "@stoa/kit";
import { describe, expect, test, vi } from "vitest";
import { enqueue } from "./enqueue.ts";
import { onBothQueues, onRedis } from "./testing/backends.ts";
import { payAtBank } from "./testing/crash-jobs.ts";
import { crashRig, kill, LOCK_MS } from "./testing/crash-rig.ts";
import { REDIS_ON_PATH } from "./testing/redis.ts";

const database = testDatabase();
const rig = crashRig(database);
const TIMEOUT_MS = 120_000;

onBothQueues(database, (queue) => {
  test("a worker that is killed again and again loses no effect and repeats none", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const count = 200;
    await rig.askFor(count);
    for (let round = 0; round < 6; round++) {
      const worker = await rig.startWorker(queue);
      await sleep(100 + Math.random() * 300);
      await kill(worker);
    }
    await rig.startWorker(queue);
    await rig.settled();
    expect(await rig.begunAgain()).toBeGreaterThan(0);
    await rig.expectEachEffectOnce(count);
  });

  test("a worker that wakes up after its job was given to another does nothing", { timeout: TIMEOUT_MS }, async () => {
    rig.bank().answerAfterMs = 500;
    const ctx = { db: database.db, clock: systemClock, correlationId: "cor_1" };
    const frozen = await rig.startWorker(queue);
    await enqueue(ctx, payAtBank, { orderId: "ord_1" });
    await vi.waitFor(() => expect(rig.bank().calls).toHaveLength(1), { timeout: 20_000, interval: 5 });
    frozen.kill("SIGSTOP");
    await rig.startWorker(queue);
    await rig.settled();
    expect(rig.bank().calls).toHaveLength(2);
    frozen.kill("SIGCONT");
    await sleep(LOCK_MS);
    expect(await rig.effects()).toBe(1);
  });

  test("a worker that is frozen within an effect and thawed later makes it once", { timeout: TIMEOUT_MS }, async () => {
    const count = 50;
    await rig.askFor(count);
    const [first, second] = [await rig.startWorker(queue), await rig.startWorker(queue)];
    for (let round = 0; round < 3; round++) {
      const worker = round % 2 === 0 ? first : second;
      worker.kill("SIGSTOP");
      await sleep(LOCK_MS * 1.5);
      worker.kill("SIGCONT");
    }
    await rig.settled();
    await rig.expectEachEffectOnce(count);
  });
});

describe.skipIf(!REDIS_ON_PATH)("a Redis that fails", () => {
  onRedis((queue) => {
    test("loses nothing by forgetting everything, in the middle of the work", { timeout: TIMEOUT_MS }, async () => {
      const count = 400;
      await rig.askFor(count);
      await rig.startWorker(queue);
      for (let round = 0; round < 4; round++) {
        await sleep(150);
        await queue.redis().command("flushall");
      }
      await rig.settled();
      expect(await rig.handedOutAgain()).toBeGreaterThan(0);
      await rig.expectEachEffectOnce(count);
    });

    test("loses nothing by being killed and started again", { timeout: TIMEOUT_MS }, async () => {
      const count = 200;
      await rig.askFor(count);
      await rig.startWorker(queue);
      for (let round = 0; round < 3; round++) {
        await sleep(200);
        await queue.redis().kill();
        await sleep(200);
        await queue.redis().start();
      }
      await rig.settled();
      await rig.expectEachEffectOnce(count);
    });

    test("holds up what was committed while it was away, and no longer", { timeout: TIMEOUT_MS }, async () => {
      await rig.startWorker(queue);
      await queue.redis().kill();
      await rig.askFor(20);
      await sleep(1_500);
      expect(await rig.effects()).toBe(0);
      await queue.redis().start();
      await rig.settled();
      await rig.expectEachEffectOnce(20);
    });

    test("takes nothing while it is full, and goes on when it has room", { timeout: TIMEOUT_MS }, async () => {
      await rig.startWorker(queue);
      await queue.redis().command("config", "set", "maxmemory", "1");
      await rig.askFor(20);
      await sleep(1_500);
      expect(await rig.effects()).toBe(0);
      await queue.redis().command("config", "set", "maxmemory", "0");
      await rig.settled();
      await rig.expectEachEffectOnce(20);
    });
  });
});
