import { afterTheFaults } from "../after.ts";
import { eachOf, paidUnheard } from "../rig/buyers.ts";
import { letOrdersAge, onePeriod } from "../rig/reconciler.ts";
import { deliver, eventsAbout } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

const PERIODS = 2;
/** More would only tell how far off the promise is. */
const PERIODS_AT_MOST = 10;

/** No webhook comes; much later all of them do. */
export const lostWebhooks: Scenario = {
  promise: 5,
  name: "all webhooks lost, and late",
  passes: `all settled by asking the gateway within ${PERIODS} periods; late webhooks change nothing`,
  run: async (system, scale) => {
    const count = scaled(500, scale, 10);
    const { market, orders } = await paidUnheard(system, "lost", count);
    await system.startWorker();
    await letOrdersAge(system);
    const unpaid = async () => {
      const [row] = await system.sql<{ count: number }[]>`
        select count(*)::int as count from orders where status = 'pending' and email_normalised like ${`${market.name}-%`}`;
      return row?.count ?? 0;
    };
    let periods = 0;
    while ((await unpaid()) > 0 && periods < PERIODS_AT_MOST) {
      await onePeriod(system);
      periods += 1;
    }
    const events = await eventsAbout(system, orders);
    const late = await eachOf(events, 8, ({ body }) => deliver(system, body));
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { periods, lateWebhooks: late.length },
      conditions: {
        [`settled within ${PERIODS} periods`]: periods <= PERIODS,
        "late webhooks are taken": late.every(({ status }) => status === 200),
      },
    });
  },
};
