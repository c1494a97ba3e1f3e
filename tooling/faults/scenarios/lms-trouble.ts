import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { eachOf, openMarket, pay, placeOrders } from "../rig/buyers.ts";
import { countLmsCalls } from "../rig/lms-calls.ts";
import { endPauses } from "../rig/settle.ts";
import type { System } from "../rig/system.ts";
import { type Scenario, scaled, unmet } from "../scenario.ts";

const TROUBLED = 0.3;
const CALLS_AN_ENROLMENT = 12;
const LOOK_EVERY_MS = 250;

/** The LMS is down, then fails, and hangs up after the deed. No sale is touched by it. */
export const lmsTrouble: Scenario = {
  promise: 26,
  name: "an LMS that is down, fails, and hangs up after the deed",
  passes: "every order paid while it is down, one place each in the end",
  run: async (system, scale) => {
    const [count, downMs] = [scaled(1_000, scale, 15), scaled(600_000, scale, 2_000)];
    const market = await openMarket(system, "lms");
    const orders = await placeOrders(system, market, count);
    const trouble = (kind: string, rate: number) =>
      system.sandbox.control("POST", "faults", { target: "frappe", kind, rate });
    await trouble("error", 1);
    const calls = countLmsCalls(system);
    await system.startWorker();
    const down = sleep(downMs);
    await eachOf(orders, 4, (order) => pay(system, order));
    while ((await countOrders(system, "status = 'pending'")) > 0) await sleep(LOOK_EVERY_MS);
    const paidWhileDown = await countOrders(system, "status = 'paid'");
    await down;
    await trouble("error", TROUBLED);
    await trouble("cut_after", TROUBLED);
    for (let open = count; open > count / 2; open = await countSyncs(system, "pending", "syncing")) {
      await endPauses(system);
      await sleep(LOOK_EVERY_MS);
    }
    await system.sandbox.control("DELETE", "faults");
    while ((await countSyncs(system, "syncing")) > 0) {
      await endPauses(system);
      await sleep(LOOK_EVERY_MS);
    }
    const givenUp = await retryGivenUp(system);
    const settled = await afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { downSeconds: downMs / 1_000, paidWhileDown, givenUp },
      conditions: { "every order is paid while the LMS is down": paidWhileDown === count },
    });
    const callsAnEnrolment = Math.round((calls.sum() / count) * 10) / 10;
    return {
      figures: { ...settled.figures, callsAnEnrolment, callsAtMost: calls.most() },
      broken: [
        ...settled.broken,
        ...unmet({ [`at most ${CALLS_AN_ENROLMENT} calls an enrolment`]: callsAnEnrolment <= CALLS_AN_ENROLMENT }),
      ],
    };
  },
};

async function countOrders({ sql }: System, state: string): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from orders where ${state}`);
  return row?.count ?? 0;
}

async function countSyncs({ sql }: System, ...states: string[]): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from lms_syncs where status::text = any(${states})`;
  return row?.count ?? 0;
}

/** Staff try again what was given up after its five tries, as their button does; gives how many there were. */
async function retryGivenUp({ sql }: System): Promise<number> {
  const again = await sql`
    with again as (
      update lms_syncs set status = 'pending', attempts = 0, next_attempt_at = null where status = 'failed' returning id, order_id)
    insert into outbox (id, job, queue, payload, correlation_id)
    select 'out_' || md5(again.id), 'lms.sync_enrolment', 'lms-sync', jsonb_build_object('syncId', again.id), orders.correlation_id
    from again join orders on orders.id = again.order_id returning id`;
  return again.length;
}
