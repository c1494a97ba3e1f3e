import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@stoa/kit";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import type { System } from "../rig/system.ts";
import { deliver } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

const WRITES_A_SECOND = 50;
const RECOVER_WITHIN_S = 30;
const LOOK_EVERY_MS = 50;

/** Postgres is killed under load; whatever was answered with 2xx must be there. */
export const crashedPostgres: Scenario = {
  promise: 10,
  name: "kill -9 of Postgres under writes",
  passes: "every acknowledged event is there",
  run: async (system, scale) => {
    const [crashes, wanted, count] = [scaled(20, scale, 1), scaled(10_000, scale, 50), scaled(100, scale, 5)];
    const market = await openMarket(system, "crash");
    const orders = await placeOrders(system, market, count);
    const worker = await system.startWorker();
    const writing = writeUntil(system, wanted);
    const paying = eachOf(orders, 2, (order) => pay(system, order));
    const recoveries: number[] = [];
    for (let crash = 1; crash <= crashes; crash++) {
      await sleep(system.chance.between(500, 5_000 * Math.max(scale, 0.1)));
      recoveries.push(await crashAndRecover(system));
    }
    const [acknowledged] = await Promise.all([writing, paying]);
    const [kept] = await system.sql<{ count: number }[]>`
      select count(*)::int as count from inbox_events where event_id = any(${acknowledged})`;
    const [settings] = await system.sql<{ checksums: string; fsync: string; commit: string }[]>`
      select current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit`;
    const worst = Math.max(...recoveries);
    const outlived = await worker.stop();
    await system.startWorker();
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { crashes, acknowledged: acknowledged.length, present: kept?.count ?? 0, worstRecoverySeconds: worst },
      conditions: {
        "every acknowledged event is there": kept?.count === acknowledged.length,
        [`answers again within ${RECOVER_WITHIN_S} s`]: scale < 1 || worst <= RECOVER_WITHIN_S,
        "the server keeps what it commits":
          settings?.checksums === "on" && settings.fsync === "on" && settings.commit === "on",
        "the worker outlives the crashes": outlived === 0,
      },
    });
  },
};

/** Sends events of a type that nothing follows from; gives the ids of those that were acknowledged. */
async function writeUntil(system: System, wanted: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const begun = performance.now();
  for (let sent = 0; acknowledged.length < wanted; ) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * WRITES_A_SECOND) - sent;
    const batch = Array.from({ length: Math.min(due, WRITES_A_SECOND) }, () => newId("correlation"));
    sent += Math.max(due, 0);
    await Promise.all(
      batch.map(async (id) => {
        const { status } = await deliver(system, JSON.stringify(eventThatNothingFollowsFrom(id)));
        if (status === 200) acknowledged.push(id);
      }),
    );
    await sleep(LOOK_EVERY_MS);
  }
  return acknowledged;
}

function eventThatNothingFollowsFrom(id: string): object {
  const created = Math.floor(Date.now() / 1_000);
  const object = { id: `plan_${id}`, object: "plan" };
  return { id, object: "event", type: "plan.created", created, livemode: false, data: { object } };
}

/** Gives the seconds from the crash until the shop front is ready again. */
async function crashAndRecover(system: System): Promise<number> {
  const crashed = performance.now();
  await system.postgres.crash();
  await system.postgres.start();
  const ready = () =>
    fetch(`${system.frontUrl}/api/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  while (!(await ready())) await sleep(LOOK_EVERY_MS);
  return Math.round((performance.now() - crashed) / 100) / 10;
}
