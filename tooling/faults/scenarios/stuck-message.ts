import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { paidUnheard } from "../rig/buyers.ts";
import type { System } from "../rig/system.ts";
import { deliver, eventsAbout } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

const ALERTS = ["inbox-stale", "outbox-stale"];
const WATCH = "reporting.watch_alerts";
const LOOK_EVERY_MS = 250;
const WITHIN_MS = 120_000;

/** What somebody's forgotten transaction holds is not handled, and not forgotten: after five minutes people are told. */
export const stuckMessage: Scenario = {
  promise: 16,
  name: "messages that are stuck for five minutes",
  passes: "an alert is written while they are, and closed once they are handled",
  run: async (system, scale) => {
    const count = scaled(10, scale, 2);
    const { market, orders } = await paidUnheard(system, "stuck", count);
    for (const { body } of await eventsAbout(system, orders)) await deliver(system, body);
    await system.sql`update inbox_events set received_at = received_at - interval '6 min'`;
    await system.sql`update outbox set available_at = available_at - interval '6 min'`;
    const raised = await system.sql.begin(async (forgotten) => {
      await forgotten`select from outbox where done_at is null for update`;
      await system.startWorker();
      return countAlerts(system, ({ open }) => open === ALERTS.length);
    });
    const settled = await afterTheFaults(system, market, { orders: count, scale });
    const over = await countAlerts(system, ({ open }) => open === 0);
    return {
      figures: { ...settled.figures, alerts: raised.open, alertsClosed: over.closed },
      broken: [
        ...settled.broken,
        ...(raised.open === ALERTS.length ? [] : ["an alert is written"]),
        ...(over.open === 0 && over.closed >= ALERTS.length ? [] : ["the alert is closed again"]),
      ],
    };
  },
};

interface Alerts {
  open: number;
  closed: number;
}

/** Has the product look, without waiting for its minute, until its alerts are as expected or for too long. */
async function countAlerts(system: System, expected: (alerts: Alerts) => boolean): Promise<Alerts> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const [row] = await system.sql<Alerts[]>`
      select count(*) filter (where resolved_at is null)::int as open, count(*) filter (where resolved_at is not null)::int as closed
      from alerts where kind = any(${ALERTS})`;
    const alerts = row ?? { open: 0, closed: 0 };
    if (expected(alerts) || performance.now() > until) return alerts;
    await system.sql`update job_schedules set next_at = now() where name = ${WATCH} and next_at > now()`;
    await sleep(LOOK_EVERY_MS);
  }
}
